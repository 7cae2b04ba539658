/** The settings of the request inspector, and its verdicts on a signature. */

export const INSPECTOR_LIMITS = {
  status: { min: 200, max: 599 },
  /** The maximum exceeds the longest timeout of a hook. */
  delayMs: { min: 0, max: 35_000 },
  failNext: { min: 0, max: 1_000 },
} as const;

/** The status of the answers that are set to fail. */
export const REFUSAL_STATUS = 500;

export const BODY_BYTES_KEPT = 16 * 1024;
export const REQUESTS_KEPT = 100;

/** The standard recommends this, because an older request may be a recorded one. */
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

/** Whether the hook signed the request; `name` is the name of a missing header. */
export type Verdict = {
  code: (typeof VERDICTS)[number];
  params: { name?: string };
};
