import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { inspectorRequests, inspectors } from '@/server/db/schema';
import { redactHeader } from '@/server/gateways/sender/redact';
import type { Services } from '../context';
import { signingKeys, verifySignature } from './verify-signature';

type Input = {
  inspectorId: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
};

const BODY_BYTES_KEPT = 16 * 1024;
const REQUESTS_KEPT = 100;

/**
 * Keeps what an inspector was sent and says how to answer it; null if there is no such inspector. Anyone
 * who knows the address may send: the address is the key.
 */
export async function recordRequest({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db' | 'secretBox' | 'clock'>;
  input: Input;
}): Promise<{ status: number; delayMs: number; verified: boolean | null } | null> {
  return ctx.db.asSystem(async (tx) => {
    const [inspector] = await tx
      .select()
      .from(inspectors)
      .where(eq(inspectors.id, input.inspectorId));
    if (inspector === undefined) return null;
    const { companyId, hookId, status, delayMs } = inspector;
    const keys = hookId === null ? [] : await signingKeys(tx, ctx.secretBox, { companyId, hookId });
    const verified =
      keys.length === 0
        ? null
        : verifySignature(keys, input.headers, input.body, ctx.clock.nowMs());
    await tx.insert(inspectorRequests).values({
      inspectorId: inspector.id,
      companyId,
      // Not the transaction's beginning: requests lie in the order in which they came.
      receivedAt: sql`clock_timestamp()`,
      method: input.method.slice(0, 20),
      headers: masked(input.headers),
      body: textOf(input.body.subarray(0, BODY_BYTES_KEPT)),
      isBodyTruncated: input.body.length > BODY_BYTES_KEPT,
      verified,
    });
    await dropOldest(tx, inspector.id);
    return { status, delayMs, verified };
  });
}

async function dropOldest(tx: Transaction, inspectorId: string): Promise<void> {
  await tx.execute(sql`
    DELETE FROM gancho.inspector_requests r WHERE r.inspector_id = ${inspectorId} AND r.id <= (
      SELECT o.id FROM gancho.inspector_requests o WHERE o.inspector_id = ${inspectorId}
      ORDER BY o.id DESC OFFSET ${REQUESTS_KEPT} LIMIT 1)`);
}

/** A hook's secrets are never stored in the clear; the signature's own headers are no secret. */
function masked(headers: Input['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name.startsWith('webhook-') ? value : redactHeader(name, value),
    ]),
  );
}

/** Postgres text can't hold NUL. */
function textOf(bytes: Buffer): string {
  return bytes.toString('utf8').replaceAll('\0', '\ufffd');
}
