import { renderPayload } from '@/domain/payload/render';
import type { AttemptRecord } from '@/server/gateways/sender/attempt-record';
import type { Sender } from '@/server/gateways/sender/sender';
import type { Claimed } from './claim';
import type { Destination } from './destinations';

/** Makes one attempt. Never rejects: whatever happens is a record. */
export async function sendClaimed(
  sender: Sender,
  claimed: Claimed,
  destination: Destination | null,
): Promise<AttemptRecord> {
  if (destination === null) return unreadable(performance.now());
  const nowMs = performance.now() + claimed.monotonicOffsetMs;
  const { event, hookId, attempt } = claimed;
  return sender.send({
    url: destination.url,
    headers: destination.headers,
    body: renderPayload(destination.payloadVersion, event),
    hookId: String(hookId),
    timeoutMs: claimed.timeoutSeconds * 1000,
    webhookId: `${event.ulid}_${hookId}`,
    timestampSeconds: Math.floor(nowMs / 1000),
    attempt,
    hops: claimed.hops + 1,
    isTest: claimed.isTest,
    signingSecrets: destination.secrets
      .filter((secret) => secret.expiresMs === null || secret.expiresMs > nowMs)
      .map((secret) => secret.key),
  });
}

/** The hook's settings could not be read, say after a lost secret key: tried again, never sent half. */
function unreadable(startedAt: number): AttemptRecord {
  return {
    outcome: 'failure',
    error: { code: 'internal', params: { reason: 'destination_unreadable' } },
    status: null,
    responseHeaders: [],
    responseBody: null,
    responseBodyTruncated: false,
    retryAfterSeconds: null,
    remoteAddress: null,
    retriedOnFreshSocket: false,
    requestHeaders: {},
    timing: {
      startedAt,
      dnsMs: null,
      connectMs: null,
      tlsMs: null,
      firstByteMs: null,
      totalMs: 0,
    },
  };
}
