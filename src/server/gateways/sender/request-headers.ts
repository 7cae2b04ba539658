import { checkHeader } from '@/domain/headers';
import { HOPS_HEADER } from '@/domain/hops';
import { HIDDEN } from './redact';
import { webhookSignature } from './signature';

/** What the headers of a delivery are made of. */
export type HeaderInput = {
  /** The hook's own. */
  headers: Readonly<Record<string, string>>;
  /** The same as the record may hold them. It holds nothing of a header that is left out here. */
  shownHeaders: Readonly<Record<string, string>>;
  webhookId: string;
  timestampSeconds: number;
  /** Counted from 1. */
  attempt: number;
  /** Deliveries that led here one after the other, this one included. */
  hops: number;
  isTest: boolean;
  /** Raw key bytes: one, or two while a secret is being rotated; none when unsigned. */
  signingSecrets: readonly Buffer[];
};

export type RequestHeaders = {
  /** Names and values in turn, as undici takes them. */
  wire: string[];
  /** For the record: the same with secrets masked. */
  recorded: Record<string, string>;
};

export function buildRequestHeaders(
  input: HeaderInput,
  body: Buffer,
  userAgent: string,
): RequestHeaders {
  const own: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': userAgent,
    'webhook-id': input.webhookId,
    'webhook-timestamp': String(input.timestampSeconds),
    'webhook-attempt': String(input.attempt),
    [HOPS_HEADER]: String(input.hops),
  };
  if (input.signingSecrets.length > 0) {
    own['webhook-signature'] = webhookSignature(
      input.signingSecrets,
      input.webhookId,
      input.timestampSeconds,
      body,
    );
  }
  if (input.isTest) own['webhook-test'] = 'true';

  const wire: string[] = [];
  for (const name in own) wire.push(name, own[name] ?? '');
  const recorded = Object.entries(own);
  const shown = input.shownHeaders;
  for (const [name, value] of Object.entries(input.headers)) {
    // Refused when the hook was saved; here once more, for it must never reach the wire.
    if (checkHeader(name, value) !== null) continue;
    wire.push(name, value);
    recorded.push([name, (Object.hasOwn(shown, name) ? shown[name] : undefined) ?? HIDDEN]);
  }
  return { wire, recorded: Object.fromEntries(recorded) };
}
