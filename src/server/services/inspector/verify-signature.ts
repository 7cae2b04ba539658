import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { Transaction } from '@/server/db/client';
import { hookSecrets } from '@/server/db/schema';
import { signingKeyBytes } from '@/server/gateways/hashing';
import type { SecretBox } from '@/server/gateways/secret-box';
import { webhookSignature } from '@/server/gateways/sender/signature';
import { openSigningSecret } from '../hooks/hook-secrets';

/** As the standard recommends: an older request may be a recorded one. */
const TOLERANCE_SECONDS = 5 * 60;

/** The keys that a hook's deliveries may be signed with at the moment. */
export async function signingKeys(
  tx: Transaction,
  box: SecretBox,
  { companyId, hookId }: { companyId: number; hookId: number },
): Promise<Buffer[]> {
  const rows = await tx
    .select({ sealed: hookSecrets.secretSealed })
    .from(hookSecrets)
    .where(
      and(
        eq(hookSecrets.companyId, companyId),
        eq(hookSecrets.hookId, hookId),
        or(isNull(hookSecrets.expiresAt), gt(hookSecrets.expiresAt, sql`now()`)),
      ),
    );
  return rows.map(({ sealed }) => signingKeyBytes(openSigningSecret(box, companyId, sealed)));
}

/** Verifies as a receiver would: by the standard's headers, the raw body and the time. */
export function verifySignature(
  keys: readonly Buffer[],
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  nowMs: number,
): boolean {
  const id = headers['webhook-id'];
  const timestamp = Number(headers['webhook-timestamp']);
  const given = headers['webhook-signature']?.split(' ') ?? [];
  if (id === undefined || !Number.isInteger(timestamp)) return false;
  if (Math.abs(nowMs / 1000 - timestamp) > TOLERANCE_SECONDS) return false;
  return keys.some((key) => {
    const expected = webhookSignature([key], id, timestamp, body);
    return given.some((one) => isEqual(one, expected));
  });
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
