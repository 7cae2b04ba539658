/** Used if nobody knows when the service returns. */
const RETRY_AFTER_SECONDS = 5;

/** The head of every 503, which says when the client may ask again. */
export function unavailableHead({ retryAfterSeconds = null as number | null } = {}) {
  const seconds = retryAfterSeconds ?? RETRY_AFTER_SECONDS;
  return { status: 503, headers: { 'retry-after': String(seconds) } } as const;
}
