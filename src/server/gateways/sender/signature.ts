import { createHmac } from 'node:crypto';

/**
 * The `webhook-signature` of the Standard Webhooks specification: one `v1,` value for each key,
 * so that a receiver may hold the old or the new secret while one replaces the other.
 */
export function webhookSignature(
  keys: readonly Buffer[],
  webhookId: string,
  timestampSeconds: number,
  body: Buffer,
): string {
  const prefix = `${webhookId}.${timestampSeconds}.`;
  return keys
    .map((key) => `v1,${createHmac('sha256', key).update(prefix).update(body).digest('base64')}`)
    .join(' ');
}
