import { and, eq, isNull, sql } from 'drizzle-orm';
import type {
  Redelivery,
  RedeliveryInput,
  RedeliveryPreview,
  RedeliveryScope,
} from '@/contracts/redeliveries';
import { conflict, invalidField, notFound } from '@/domain/errors';
import type { RedeliveryChoice } from '@/domain/redelivery';
import type { Transaction } from '@/server/db/client';
import { hooks, redeliveries, redeliveryHooks } from '@/server/db/schema';
import { authorise, can } from '../actor';
import type { Context } from '../context';
import { nameOfActor } from '../hooks/discard-reason';
import { requireTenant } from '../hooks/require-tenant';
import { recordAudit } from '../record-audit';
import { type Chosen, countChosen } from './chosen';
import { inTurn } from './count-turns';
import { hooksInScope, requireRedelivery } from './redelivery-rows';
import { sampleChosen } from './sample-chosen';

/** To count a long history takes longer than other requests may. */
const COUNT_MS = 10_000;
/** Jobs of a company that have not ended. */
const OPEN_MAX = 100;
const INSERTED_AT_ONCE = 1000;

/** How many deliveries a job would send again, and the first few of them. It changes nothing. */
export async function previewRedelivery({
  ctx,
  input,
}: {
  ctx: Context;
  input: RedeliveryInput;
}): Promise<RedeliveryPreview> {
  authorise(ctx.actor, input, 'deliveries:write');
  return count(ctx, input, async (tx, { counts, chosen }) => ({
    matched: sumOf(counts),
    hooks: counts.size,
    // The permission to send again does not include reading.
    sample: can(ctx.actor, input, 'deliveries:read')
      ? await sampleChosen(tx, [...counts.keys()], chosen)
      : [],
  }));
}

/** Starts a job. The engine carries it out in portions, also after a restart. */
export async function startRedelivery({
  ctx,
  input,
}: {
  ctx: Context;
  input: RedeliveryInput;
}): Promise<Redelivery> {
  const { companyId, projectId, hookId } = input;
  authorise(ctx.actor, input, 'deliveries:write');
  const started = await count(ctx, input, async (tx, { counts, chosen }) => {
    const matched = sumOf(counts);
    await requireRoom(tx, companyId);
    const [job] = await tx
      .insert(redeliveries)
      .values({
        ...{ companyId, projectId, hookId },
        choice: chosen.choice,
        createdBy: await nameOfActor(tx, ctx.actor),
        createdAt: chosen.at,
        ...(matched === 0 ? { state: 'finished' as const, endedAt: chosen.at } : {}),
      })
      .returning({ id: redeliveries.id });
    if (job === undefined) throw new Error('The insert returned no row');
    const parts = [...counts].map(([hook, n]) => ({
      ...{ redeliveryId: job.id, hookId: hook, companyId, matched: n, openIds: [] },
    }));
    for (let at = 0; at < parts.length; at += INSERTED_AT_ONCE) {
      await tx.insert(redeliveryHooks).values(parts.slice(at, at + INSERTED_AT_ONCE));
    }
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId },
      action: 'redelivery.start',
      subjectId: job.id,
      details: { hook_id: hookId, choice: chosen.choice, matched },
    });
    return requireRedelivery(tx, input, job.id);
  });
  ctx.announce('gancho/redeliveries.due');
  return started;
}

async function requireRoom(tx: Transaction, companyId: number): Promise<void> {
  const r = redeliveries;
  const open = await tx.$count(r, and(eq(r.companyId, companyId), isNull(r.endedAt)));
  if (open < OPEN_MAX) return;
  throw conflict(`${OPEN_MAX} redeliveries have not ended: wait for one, or cancel one.`);
}

type Counted = { counts: Map<number, number>; chosen: Chosen };

/** Runs `work` in the transaction that has counted, so that both mean the same moment. */
const count = <T>(
  ctx: Context,
  input: RedeliveryInput,
  work: (tx: Transaction, counted: Counted) => Promise<T>,
): Promise<T> => inTurn(input.companyId, () => countNow(ctx, input, work));

async function countNow<T>(
  { db }: Context,
  input: RedeliveryInput,
  work: (tx: Transaction, counted: Counted) => Promise<T>,
): Promise<T> {
  const { companyId } = input;
  const choice = choiceOf(input);
  return db.root.asTenant(companyId, async (tx) => {
    await tx.execute(sql`SELECT set_config('statement_timeout', ${String(COUNT_MS)}, true)`);
    const hookIds = await liveHooks(tx, input);
    // Milliseconds, because that is all a Date holds.
    const { rows } = await tx.execute<{ at: number }>(
      sql`SELECT ceil(1000 * extract(epoch FROM clock_timestamp()))::float8 AS at`,
    );
    const chosen = { companyId, choice, at: new Date(rows[0]?.at ?? 0) };
    return work(tx, { counts: await countChosen(tx, hookIds, chosen), chosen });
  });
}

async function liveHooks(tx: Transaction, scope: RedeliveryScope): Promise<number[]> {
  const { companyId, projectId, hookId } = scope;
  await requireTenant(tx, { companyId, projectId });
  const rows = await tx
    .select({ id: hooks.id, projectId: hooks.projectId })
    .from(hooks)
    .where(and(hooksInScope(scope), hookId === null ? undefined : eq(hooks.id, hookId)));
  const found = hookId === null ? rows : rows.filter((row) => row.projectId === projectId);
  if (hookId !== null && found.length === 0) throw notFound('The hook');
  return found.map(({ id }) => id);
}

/** @throws ServiceError `invalid_input` for fields that do not go together */
function choiceOf(input: RedeliveryInput): RedeliveryChoice {
  const {
    companyId: _,
    projectId: __,
    hookId: ___,
    liveOnly: ____,
    since,
    until,
    ...given
  } = input;
  const fields = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Omit<RedeliveryChoice, 'since' | 'until'>;
  const { only, ...filter } = fields;
  const other = Object.keys(filter)[0];
  if (only !== undefined && other !== undefined) {
    throw invalidField(
      other,
      'contradiction',
      `does not go together with ${only}: leave one of the two out.`,
    );
  }
  if (since && until && since >= until) {
    throw invalidField('until', 'invalid', 'must be later than since.');
  }
  return {
    ...fields,
    ...(since === undefined ? {} : { since: since.toISOString() }),
    ...(until === undefined ? {} : { until: until.toISOString() }),
  };
}

const sumOf = (counts: Map<number, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0);
