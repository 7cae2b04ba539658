import { randomBytes } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { DAY_MS } from '@/domain/units';
import type { Transaction } from '@/server/db/client';
import {
  companies,
  hookSecrets,
  hooks,
  inspectors,
  memberships,
  projects,
  triggers,
} from '@/server/db/schema';
import { newSigningSecret } from '@/server/gateways/hashing';
import type { Context } from '../context';
import { databaseNowMs } from '../database-now';
import { headerColumns } from '../hooks/hook-headers';
import { sealSigningSecret } from '../hooks/hook-secrets';
import { recordAudit } from '../record-audit';
import { sampleDays } from './partitions';
import { buildSampleHistory, type SampleHook, seededRandom } from './sample-history';
import { SAMPLE_COMPANY, SAMPLE_HOOKS, SAMPLE_PROJECTS, type SampleHookPlan } from './sample-plan';
import { writeHistory } from './write-history';

type Input = { adminUserId: number | null; publicUrl: string };
type Tenant = { companyId: number; sinceMs: number };

const SEED = 28;
/** The value that the sample's endpoints would require. It gives access to nothing. */
const AUTHORIZATION = 'Bearer sample-token-0001';
const ANSWERS = { healthy: 200, failing: 500, gone: 410 } as const;

/**
 * Creates the sample company: two projects, hooks with different health, and a history. It bypasses the verbs, because
 * the history is older than the company. It runs as the engine, in the given transaction. The partitions of the past
 * days exist already (createSamplePartitions).
 */
export async function insertSample({
  ctx,
  tx,
  input,
}: {
  ctx: Context;
  tx: Transaction;
  input: Input;
}): Promise<{ companyId: number }> {
  const days = sampleDays(ctx);
  const nowMs = await databaseNowMs(tx);
  const sinceMs = nowMs - (days + 1) * DAY_MS;
  const createdAt = new Date(sinceMs);

  const company = only(
    await tx
      .insert(companies)
      .values({ name: SAMPLE_COMPANY, isSample: true, createdAt })
      .returning({ id: companies.id }),
  );
  const made = await tx
    .insert(projects)
    .values(SAMPLE_PROJECTS.map((name) => ({ companyId: company.id, name, createdAt })))
    .returning({ id: projects.id, name: projects.name });
  if (input.adminUserId !== null) {
    const admin = { companyId: company.id, userId: input.adminUserId, role: 'admin' as const };
    await tx.insert(memberships).values(admin);
  }

  const sampleHooks: SampleHook[] = [];
  for (const plan of SAMPLE_HOOKS) {
    const project = plan.project === null ? undefined : SAMPLE_PROJECTS[plan.project];
    const projectId = made.find(({ name }) => name === project)?.id ?? null;
    const tenant = { companyId: company.id, sinceMs };
    sampleHooks.push(await insertHook(ctx, tx, { plan, projectId, tenant, input }));
  }
  const random = seededRandom(SEED);
  await writeHistory(
    tx,
    company.id,
    buildSampleHistory({ hooks: sampleHooks, nowMs, days, random }),
  );
  await recordAudit(tx, ctx.actor, {
    tenant: { companyId: company.id, projectId: null },
    action: 'company.create',
    subjectId: company.id,
    details: { name: SAMPLE_COMPANY, is_sample: true },
  });
  return { companyId: company.id };
}

async function insertHook(
  ctx: Context,
  tx: Transaction,
  {
    plan,
    projectId,
    tenant,
    input,
  }: { plan: SampleHookPlan; projectId: number | null; tenant: Tenant; input: Input },
): Promise<SampleHook> {
  const { companyId } = tenant;
  const createdAt = new Date(tenant.sinceMs);
  const inspectorId = randomBytes(16).toString('base64url');
  const isGone = plan.behaviour === 'gone';
  const destinationUrl = `${input.publicUrl}/inspector/${inspectorId}`;
  const hook = only(
    await tx
      .insert(hooks)
      .values({
        companyId,
        projectId,
        name: plan.name,
        namespace: 'procore',
        payloadVersion: plan.payloadVersion,
        destinationUrl,
        deliveryMode: plan.deliveryMode,
        status: isGone ? 'disabled' : 'active',
        disabledReason: isGone ? 'gone' : null,
        createdByUser: input.adminUserId,
        createdAt,
        updatedAt: createdAt,
      })
      .returning({ id: hooks.id }),
  );
  const own = { companyId, hookId: hook.id };
  const owner = { companyId, id: hook.id, destinationUrl };
  const setBy = { kind: 'operator' as const, id: null };
  const authorization = { name: 'Authorization', value: AUTHORIZATION, isPublic: false, setBy };
  await tx
    .update(hooks)
    .set(headerColumns(ctx, owner, [authorization]))
    .where(eq(hooks.id, hook.id));
  const secretSealed = sealSigningSecret(ctx.secretBox, owner, newSigningSecret());
  await tx.insert(hookSecrets).values({ ...own, secretSealed, createdAt });
  await tx
    .insert(triggers)
    .values(
      plan.selected.flatMap(([resourceName, ...types]) =>
        types.map((eventType) => ({ ...own, projectId, resourceName, eventType, createdAt })),
      ),
    );
  await tx.insert(inspectors).values({ id: inspectorId, ...own, status: ANSWERS[plan.behaviour] });
  await tx.execute(sql`SELECT gancho.sync_hook_queue(${hook.id})`);
  return { id: hook.id, projectId, plan };
}

function only<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error('an insert returned no row');
  return row;
}
