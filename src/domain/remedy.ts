import type { Reason } from './delivery-reasons';

/** Advice for a failure, in the order of an attempt: the destination, the connection, the answer. */
export const REMEDIES = [
  'check_host',
  'allow_destination',
  'check_certificate',
  'start_receiver',
  'answer_sooner',
  'final_url',
  'authorization',
  'path',
  'slow_down',
  'request',
  'receiver_error',
  'answer_http',
] as const;
export type Remedy = (typeof REMEDIES)[number];

const BY_CODE: Partial<Record<Reason['code'], Remedy>> = {
  dns_not_found: 'check_host',
  dns_failed: 'check_host',
  invalid_url: 'check_host',
  blocked_address: 'allow_destination',
  blocked_own: 'allow_destination',
  blocked_scheme: 'allow_destination',
  blocked_port: 'allow_destination',
  tls_certificate: 'check_certificate',
  tls_handshake: 'check_certificate',
  connect_refused: 'start_receiver',
  connect_unreachable: 'start_receiver',
  connect_timeout: 'start_receiver',
  connect_reset: 'start_receiver',
  timeout_headers: 'answer_sooner',
  redirect: 'final_url',
  connection_closed: 'receiver_error',
  invalid_response: 'answer_http',
};

/** The advice for a failure; null if nobody can do anything, or if the reason says it already. */
export function remedyOf({ code, params }: Reason): Remedy | null {
  if (code !== 'http_status') return BY_CODE[code] ?? null;
  const status = Number(params.status);
  if (status === 401 || status === 403) return 'authorization';
  if (status === 404) return 'path';
  if (status === 429) return 'slow_down';
  return status >= 500 ? 'receiver_error' : 'request';
}
