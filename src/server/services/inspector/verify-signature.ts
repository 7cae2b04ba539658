import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { TOLERANCE_SECONDS, type Verdict } from '@/domain/inspection';
import type { Transaction } from '@/server/db/client';
import { hookSecrets } from '@/server/db/schema';
import { signingKeyBytes } from '@/server/gateways/hashing';
import type { SecretBox } from '@/server/gateways/secret-box';
import { webhookSignature } from '@/server/gateways/sender/signature';
import { openSigningSecret } from '../hooks/hook-secrets';

const HEADERS = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/** The keys that may currently sign a hook's deliveries. */
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
  return rows.map(({ sealed }) =>
    signingKeyBytes(openSigningSecret(box, { companyId, id: hookId }, sealed)),
  );
}

/**
 * Verifies a request as a receiver would, by the standard's headers, the raw body and the time. Returns the reason for
 * a failure.
 */
export function verifySignature(
  keys: readonly Buffer[],
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  nowMs: number,
): Verdict {
  if (keys.length === 0) return verdict('no_secret');
  const name = HEADERS.find((header) => !headers[header]);
  if (name !== undefined) return { code: 'header_missing', params: { name } };
  const [id, sent, signatures] = HEADERS.map((header) => headers[header] ?? '') as Sent;
  if (!/^\d{1,12}$/.test(sent)) return verdict('timestamp_malformed');
  const timestamp = Number(sent);
  const ageSeconds = nowMs / 1000 - timestamp;
  if (ageSeconds > TOLERANCE_SECONDS) return verdict('timestamp_old');
  if (ageSeconds < -TOLERANCE_SECONDS) return verdict('timestamp_ahead');
  const given = signatures.split(' ');
  const isValid = keys.some((key) => {
    const expected = webhookSignature([key], id, timestamp, body);
    return given.some((one) => isEqual(one, expected));
  });
  return verdict(isValid ? 'verified' : 'signature_mismatch');
}

type Sent = [id: string, timestamp: string, signatures: string];

const verdict = (code: Verdict['code']): Verdict => ({ code, params: {} });

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
