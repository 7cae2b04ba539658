import { renderPayload } from '@/domain/payload/render';
import type { AttemptRecord, OwnFailure } from '@/server/gateways/sender/attempt-record';
import type { Sender } from '@/server/gateways/sender/sender';
import type { Claimed } from './claim';
import type { Destination } from './destinations';

/** Makes one attempt. It never rejects: every result is a record or our own failure. */
export async function sendClaimed(
  sender: Sender,
  claimed: Claimed,
  destination: Destination | null,
): Promise<AttemptRecord | OwnFailure> {
  // For example after the loss of a secret key. A delivery is sent with all its settings or not at all.
  if (destination === null) return bug('the settings of the hook can not be read');
  const nowMs = performance.now() + claimed.monotonicOffsetMs;
  const { event, hookId, attempt } = claimed;
  try {
    return await sender.send({
      url: destination.url,
      headers: destination.headers,
      shownHeaders: destination.shownHeaders,
      body: renderPayload(destination.payloadVersionAt(claimed.payloadMs), event),
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
  } catch (error) {
    return bug(error instanceof Error ? error.message : String(error));
  }
}

const bug = (reason: string): OwnFailure => ({
  outcome: 'ours',
  cause: 'internal',
  isForAll: false,
  reason,
});
