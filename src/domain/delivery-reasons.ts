/** Why an attempt failed, as the sender reports it. */
export const ATTEMPT_ERROR_CODES = [
  'dns_not_found',
  'dns_failed',
  'connect_refused',
  'connect_unreachable',
  'connect_timeout',
  'connect_reset',
  'tls_certificate',
  'tls_handshake',
  'timeout_headers',
  'connection_closed',
  'invalid_response',
  'http_status',
  'redirect',
  'gone',
  'blocked_address',
  'blocked_own',
  'blocked_scheme',
  'blocked_port',
  'invalid_url',
] as const;
export type AttemptErrorCode = (typeof ATTEMPT_ERROR_CODES)[number];

/**
 * The complete list of reasons for the state of a delivery or an attempt. Services and the engine's routines write
 * these codes, and each has words in every language (messages/…/reason.json).
 */
export const DELIVERY_REASONS = [
  ...ATTEMPT_ERROR_CODES,
  'internal',
  'window_ended',
  'hook_window_ended',
  'interrupted',
  'hook_deleted',
  'hook_deleted_by',
  'hook_deleted_by_operator',
  'queue_discarded',
  'queue_discarded_by',
  'queue_discarded_by_operator',
  /** The row is damaged. */
  'unreadable',
  /** Another release wrote a reason that this one does not know. */
  'other',
] as const;
export type DeliveryReason = (typeof DELIVERY_REASONS)[number];

/** A stable code with parameters. Readers get it as a sentence in their language. */
export type Reason = { code: DeliveryReason; params: Record<string, string | number> };
