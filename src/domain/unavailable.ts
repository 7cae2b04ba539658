/** Where nothing is known of when it will be over. */
const RETRY_AFTER_SECONDS = 5;

/** How every 503 of ours begins: whoever is turned away is told when to ask again. */
export function unavailableHead({ retryAfterSeconds = null as number | null } = {}) {
  const seconds = retryAfterSeconds ?? RETRY_AFTER_SECONDS;
  return { status: 503, headers: { 'retry-after': String(seconds) } } as const;
}
