import { createHmac } from 'node:crypto';

/**
 * The `webhook-signature` of the Standard Webhooks specification. It has one `v1,` value for each key, so that during a
 * rotation a receiver may have the old or the new secret.
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
