import { eq, sql } from 'drizzle-orm';
import { overQuota } from '@/domain/errors';
import { type Quotas, quotasOf } from '@/domain/quotas';
import type { Database } from '@/server/db/client';
import { companies } from '@/server/db/schema';
import { BoundedMap } from '@/server/gateways/sender/bounded-map';

type Load = { quotas: Quotas; queued: number; readAtMs: number };
type Company = { load: Load; reading: Promise<void> | null; paidUntilMs: number };

const COMPANIES_MAX = 10_000;
/** What is known of a company's queues may be as old as this; then it is read again, for which nobody waits. */
const FRESH_MS = 1_000;
/** Nothing was published for so long: what is known says nothing. */
const OLD_MS = 60_000;
/** So many seconds' worth of events may come at once. */
const BURST_SECONDS = 10;
const DRAIN_SECONDS = 30;

/**
 * Holds companies to their quotas of events per second and of deliveries that wait. Counts the events of this process: several
 * on one database allow the whole of it each.
 */
export class CompanyQuotas {
  private readonly companies = new BoundedMap<number, Company>(COMPANIES_MAX);

  /**
   * Counts these events; refused ones are not counted.
   * @throws ServiceError `rate_limited`
   */
  async take(db: Database, companyId: number, events: number): Promise<void> {
    const company = await this.find(db, companyId);
    try {
      pay(company, events);
    } catch (refusal) {
      if (ageMsOf(company.load) <= FRESH_MS) throw refusal;
      // Nobody is refused for what was so a while ago.
      company.load = await read(db, companyId);
      pay(company, events);
    }
  }

  private async find(db: Database, companyId: number): Promise<Company> {
    let company = this.companies.get(companyId);
    const ageMs = company ? ageMsOf(company.load) : Number.POSITIVE_INFINITY;
    if (company === undefined || ageMs > OLD_MS) {
      const load = await read(db, companyId);
      company = { load, reading: null, paidUntilMs: company?.paidUntilMs ?? 0 };
      this.companies.set(companyId, company);
    } else if (ageMs > FRESH_MS) {
      this.refresh(db, companyId, company);
    }
    return company;
  }

  private refresh(db: Database, companyId: number, company: Company): void {
    company.reading ??= read(db.root, companyId)
      .then(
        (load) => {
          company.load = load;
        },
        // The publishing that follows meets the same database, and says what is wrong with it.
        () => {},
      )
      .finally(() => {
        company.reading = null;
      });
  }
}

/** Counts these events, or refuses them, by what is known. */
function pay(company: Company, events: number): void {
  const { quotas, queued } = company.load;
  if (queued >= quotas.queued) {
    throw overQuota(
      `${queued} deliveries of this company wait, and its quota is ${quotas.queued}: repair hooks that fail, discard queues that nobody needs, or ask the operator to raise the quota.`,
      DRAIN_SECONDS,
    );
  }
  const nowMs = performance.now();
  const costMs = (1000 * events) / quotas.eventsPerSecond;
  const untilMs = Math.max(company.paidUntilMs, nowMs) + costMs;
  // A batch that is larger than a whole burst passes once nothing else has been published for that long.
  const allowedMs = Math.max(BURST_SECONDS * 1000, costMs);
  if (untilMs - nowMs > allowedMs) {
    const waitSeconds = Math.max(1, Math.ceil((untilMs - nowMs - allowedMs) / 1000));
    throw overQuota(
      `This company publishes more than the ${quotas.eventsPerSecond} events per second that its quota allows: try again in ${waitSeconds} s, or ask the operator to raise the quota.`,
      waitSeconds,
    );
  }
  company.paidUntilMs = untilMs;
}

const ageMsOf = ({ readAtMs }: Load) => performance.now() - readAtMs;

async function read(db: Database, companyId: number): Promise<Load> {
  const [row] = await db.asSystem((tx) =>
    tx
      .select({
        hooks: companies.maxHooks,
        eventsPerSecond: companies.maxEventsPerSecond,
        queued: companies.maxQueued,
        waiting: sql<number>`(
          (SELECT coalesce(sum(c.queued + c.retrying), 0) FROM gancho.delivery_counts c WHERE c.company_id = ${companyId})
          + (SELECT coalesce(sum(cardinality(p.event_ids)), 0) FROM gancho.pending_events p WHERE p.company_id = ${companyId})
        )::float8`,
      })
      .from(companies)
      .where(eq(companies.id, companyId)),
  );
  const quotas = quotasOf(row ?? { hooks: null, eventsPerSecond: null, queued: null });
  return { quotas, queued: row?.waiting ?? 0, readAtMs: performance.now() };
}
