import { expect, it } from 'vitest';
import { remedyOf } from './remedy';

it.each([
  ['http_status', 500, 'receiver_error'],
  ['http_status', 503, 'receiver_error'],
  ['http_status', 401, 'authorization'],
  ['http_status', 403, 'authorization'],
  ['http_status', 404, 'path'],
  ['http_status', 429, 'slow_down'],
  ['http_status', 422, 'request'],
  ['redirect', 302, 'final_url'],
  ['dns_not_found', 0, 'check_host'],
  ['tls_certificate', 0, 'check_certificate'],
  ['timeout_headers', 0, 'answer_sooner'],
  ['connect_refused', 0, 'start_receiver'],
  ['internal', 0, null],
  ['hook_window_ended', 0, null],
] as const)('%s with %s: %s', (code, status, remedy) => {
  expect(remedyOf({ code, params: { status } })).toBe(remedy);
});
