import { eq, sql } from 'drizzle-orm';
import { overQuota } from '@/domain/errors';
import { type Quotas, quotasOf } from '@/domain/quotas';
import type { Database } from '@/server/db/client';
import type { Limit } from '@/server/db/limit';
import { companies } from '@/server/db/schema';
import { unavailableFor } from '@/server/db/unavailable';
import { BoundedMap } from '@/server/gateways/sender/bounded-map';

type Load = { quotas: Quotas; queued: number; readAtMs: number };
type Company = {
  load: Load;
  reading: Promise<void> | null;
  paidUntilMs: number;
  usedAtMs: number;
};

const COMPANIES_MAX = 10_000;
/**
 * Data about a company's queues is read again after this time. A company that publishes all the time does not wait for
 * the read. Another company waits, because its data may be of any age.
 */
const FRESH_MS = 1_000;
/** This many seconds' worth of events may arrive at once. */
const BURST_SECONDS = 10;
const DRAIN_SECONDS = 30;

/**
 * Applies the quotas of companies: events per second and waiting deliveries. It counts the events of this process, so
 * several processes on one database allow the full quota each.
 */
export class CompanyQuotas {
  private readonly companies = new BoundedMap<number, Company>(COMPANIES_MAX);
  private readonly looks = new Map<number, Promise<Company>>();

  /**
   * Counts these events. Refused events are not counted.
   * @throws ServiceError `rate_limited`
   */
  async take(db: Database, companyId: number, events: number): Promise<void> {
    const company = await this.find(db, companyId);
    try {
      pay(company, events);
    } catch (refusal) {
      if (ageMsOf(company.load) <= FRESH_MS) throw refusal;
      // Nobody is refused because of old data.
      company.load = await read(db, companyId);
      pay(company, events);
    }
  }

  private async find(db: Database, companyId: number): Promise<Company> {
    const nowMs = performance.now();
    const known = this.companies.get(companyId);
    const isBusy = known !== undefined && nowMs - known.usedAtMs <= FRESH_MS;
    if (isBusy && ageMsOf(known.load) > FRESH_MS) this.refresh(db, companyId, known);
    const company = isBusy ? known : await held(this.readFor(db.root, companyId), db.limit);
    company.usedAtMs = nowMs;
    return company;
  }

  /** Concurrent requests share one read. */
  private readFor(db: Database, companyId: number): Promise<Company> {
    const begun = this.looks.get(companyId);
    if (begun !== undefined) return begun;
    const look = read(db, companyId)
      .then((load) => {
        const paidUntilMs = this.companies.get(companyId)?.paidUntilMs ?? 0;
        const company = { load, reading: null, paidUntilMs, usedAtMs: performance.now() };
        this.companies.set(companyId, company);
        return company;
      })
      .finally(() => this.looks.delete(companyId));
    this.looks.set(companyId, look);
    return look;
  }

  private refresh(db: Database, companyId: number, company: Company): void {
    company.reading ??= read(db.root, companyId)
      .then(
        (load) => {
          company.load = load;
        },
        // The publish call that follows uses the same database and reports its problem.
        () => {},
      )
      .finally(() => {
        company.reading = null;
      });
  }
}

/** Waits as long as the request may wait. */
const held = <T>(work: Promise<T>, limit: Limit | null): Promise<T> =>
  limit === null ? work : limit.hold(work, () => unavailableFor('crowded'));

/** Counts these events or refuses them, by the known data. */
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
  // Computed without `nowMs`, because its fraction would round: a batch of exactly the allowed size passes.
  const aheadMs = Math.max(company.paidUntilMs - nowMs, 0) + costMs;
  // A batch that is larger than a whole burst passes when nothing else has been published for that long.
  const allowedMs = Math.max(BURST_SECONDS * 1000, costMs);
  if (aheadMs > allowedMs) {
    const waitSeconds = Math.max(1, Math.ceil((aheadMs - allowedMs) / 1000));
    throw overQuota(
      `This company publishes more than the ${quotas.eventsPerSecond} events per second that its quota allows: try again in ${waitSeconds} s, or ask the operator to raise the quota.`,
      waitSeconds,
    );
  }
  company.paidUntilMs = nowMs + aheadMs;
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
