/** What the request inspector can be set to, and what it says of a signature. */

export const INSPECTOR_LIMITS = {
  status: { min: 200, max: 599 },
  /** Up to longer than the longest timeout of a hook. */
  delayMs: { min: 0, max: 35_000 },
  failNext: { min: 0, max: 1_000 },
} as const;

/** What the next requests are answered that are to fail. */
export const REFUSAL_STATUS = 500;

export const BODY_BYTES_KEPT = 16 * 1024;
export const REQUESTS_KEPT = 100;

/** As the standard recommends: an older request may be a recorded one. */
export const TOLERANCE_SECONDS = 5 * 60;

export const VERDICTS = [
  'verified',
  'no_secret',
  'header_missing',
  'timestamp_malformed',
  'timestamp_old',
  'timestamp_ahead',
  'signature_mismatch',
] as const;

/** Whether a request is what the hook has signed; `name` is that of a header that is missing. */
export type Verdict = {
  code: (typeof VERDICTS)[number];
  params: { name?: string };
};
