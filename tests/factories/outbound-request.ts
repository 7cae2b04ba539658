import type { OutboundRequest } from '@/server/gateways/sender/sender';

export const SIGNING_KEY = Buffer.alloc(32, 7);

/** A small signed delivery. The timestamp is now, because verifiers refuse old ones. */
export function outboundRequest(
  change: Partial<OutboundRequest> & { url: string },
): OutboundRequest {
  return {
    headers: {},
    shownHeaders: {},
    body: '{"id":1,"name":"ação"}',
    timeoutMs: 2_000,
    webhookId: '01J0000000000000000000000A_1',
    timestampSeconds: Math.floor(Date.now() / 1_000),
    attempt: 1,
    hops: 1,
    signingSecrets: [SIGNING_KEY],
    isTest: false,
    hookId: 'hook-1',
    ...change,
  };
}
