/** Where nothing is known of when it will be over. */
const RETRY_AFTER_SECONDS = 5;

/** The head of every 503: it tells the client when to ask again. */
export function unavailableHead({ retryAfterSeconds = null as number | null } = {}) {
  const seconds = retryAfterSeconds ?? RETRY_AFTER_SECONDS;
  return { status: 503, headers: { 'retry-after': String(seconds) } } as const;
}
