import { and, eq, gt, sql } from 'drizzle-orm';
import { isReservedHeaderName } from '@/domain/headers';
import { BODY_BYTES_KEPT, REFUSAL_STATUS, REQUESTS_KEPT, type Verdict } from '@/domain/inspection';
import type { Transaction } from '@/server/db/client';
import { hooks, inspectorRequests, inspectors } from '@/server/db/schema';
import { HIDDEN } from '@/server/gateways/sender/redact';
import type { Services } from '../context';
import { databaseNowMs } from '../database-now';
import { signingKeys, verifySignature } from './verify-signature';

type Input = {
  inspectorId: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
};

type Answer = { status: number; delayMs: number; verdict: Verdict };

/**
 * Stores a request that an inspector received and returns how to answer it. Null if the inspector does not exist.
 * Anyone who knows the address may send, because the address is the key.
 */
export async function recordRequest({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db' | 'secretBox' | 'settings'>;
  input: Input;
}): Promise<Answer | null> {
  if (!ctx.settings.isDemo) return null;
  return ctx.db.asSystem(async (tx) => {
    const [inspector] = await tx
      .select()
      .from(inspectors)
      .where(eq(inspectors.id, input.inspectorId));
    if (inspector === undefined) return null;
    const { companyId, hookId, delayMs } = inspector;
    const status = (await isToFail(tx, inspector.id)) ? REFUSAL_STATUS : inspector.status;
    const keys = hookId === null ? [] : await signingKeys(tx, ctx.secretBox, { companyId, hookId });
    const verdict = verifySignature(keys, input.headers, input.body, await databaseNowMs(tx));
    const isOfHook = hookId !== null && verdict.code === 'verified';
    await tx.insert(inspectorRequests).values({
      inspectorId: inspector.id,
      companyId,
      // Not the time of the transaction's start, because requests are sorted by their arrival.
      receivedAt: sql`clock_timestamp()`,
      method: input.method.slice(0, 20),
      headers: masked(
        input.headers,
        await publicHeadersOf(tx, companyId, isOfHook ? hookId : null),
      ),
      body: textOf(input.body.subarray(0, BODY_BYTES_KEPT)),
      bodyBytes: input.body.length,
      verdict,
      deliveryId: isOfHook ? await deliveryOf(tx, hookId, input.headers) : null,
      answeredStatus: status,
    });
    await dropOldest(tx, inspector.id);
    return { status, delayMs, verdict };
  });
}

/** Whether this is one of the next requests that must fail. If so, their number drops by one. */
async function isToFail(tx: Transaction, inspectorId: string): Promise<boolean> {
  const counted = await tx
    .update(inspectors)
    .set({ failNext: sql`${inspectors.failNext} - 1` })
    .where(and(eq(inspectors.id, inspectorId), gt(inspectors.failNext, 0)))
    .returning({ id: inspectors.id });
  return counted.length > 0;
}

/** The delivery in flight to this hook whose event the request names. A worker holds it at this moment. */
async function deliveryOf(
  tx: Transaction,
  hookId: number,
  headers: Input['headers'],
): Promise<number | null> {
  const [ulid = ''] = (headers['webhook-id'] ?? '').split('_');
  const {
    rows: [row],
  } = await tx.execute<{ delivery_id: number }>(sql`
    SELECT q.delivery_id FROM gancho.queue q JOIN gancho.events e ON e.id = q.event_id
    WHERE q.hook_id = ${hookId} AND q.worker IS NOT NULL AND e.ulid = ${ulid}
    ORDER BY q.delivery_id DESC LIMIT 1`);
  return row === undefined ? null : Number(row.delivery_id);
}

async function dropOldest(tx: Transaction, inspectorId: string): Promise<void> {
  await tx.execute(sql`
    DELETE FROM gancho.inspector_requests r WHERE r.inspector_id = ${inspectorId} AND r.id <= (
      SELECT o.id FROM gancho.inspector_requests o WHERE o.inspector_id = ${inspectorId}
      ORDER BY o.id DESC OFFSET ${REQUESTS_KEPT} LIMIT 1)`);
}

/**
 * The public headers of the hook that signed the request. Another hook that sends here, for example after a move within
 * this origin, may keep the same header secret.
 */
async function publicHeadersOf(
  tx: Transaction,
  companyId: number,
  hookId: number | null,
): Promise<ReadonlySet<string>> {
  if (hookId === null) return new Set();
  const [hook] = await tx
    .select({ shown: hooks.headersShown })
    .from(hooks)
    .where(and(eq(hooks.companyId, companyId), eq(hooks.id, hookId)));
  const open = (hook?.shown ?? []).filter(({ isPublic }) => isPublic);
  return new Set(open.map(({ name }) => name.toLowerCase()));
}

/**
 * Whether a header may be shown. Any header that a hook can set may be secret, because the request may come from any
 * hook.
 */
function isPlain(name: string, open: ReadonlySet<string>): boolean {
  if (isReservedHeaderName(name)) return !name.startsWith('proxy-');
  return open.has(name);
}

function masked(headers: Input['headers'], open: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isPlain(name.toLowerCase(), open) ? value : HIDDEN,
    ]),
  );
}

/** Postgres text cannot contain NUL. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '\ufffd');
}
