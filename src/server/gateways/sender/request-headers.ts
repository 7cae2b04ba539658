import { checkHeader } from '@/domain/headers';
import { HOPS_HEADER } from '@/domain/hops';
import { HIDDEN } from './redact';
import { webhookSignature } from './signature';

/** The input for the headers of a delivery. */
export type HeaderInput = {
  /** The hook's own headers. */
  headers: Readonly<Record<string, string>>;
  /** The same headers, as the record may contain them. It leaves out the headers that are left out here. */
  shownHeaders: Readonly<Record<string, string>>;
  webhookId: string;
  timestampSeconds: number;
  /** Counted from 1. */
  attempt: number;
  /** The length of the chain of deliveries that led here, including this one. */
  hops: number;
  isTest: boolean;
  /** Raw key bytes: one key, or two during the rotation of a secret. None for an unsigned request. */
  signingSecrets: readonly Buffer[];
};

export type RequestHeaders = {
  /** Alternating names and values, as undici accepts them. */
  wire: string[];
  /** For the record: the same headers, with secrets masked. */
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
    // It was refused when the hook was saved, and is refused here again because it must never be sent.
    if (checkHeader(name, value) !== null) continue;
    wire.push(name, value);
    recorded.push([name, (Object.hasOwn(shown, name) ? shown[name] : undefined) ?? HIDDEN]);
  }
  return { wire, recorded: Object.fromEntries(recorded) };
}
