import { type AttemptError, AttemptFailure, type OwnFailure } from './attempt-record';

/** The progress of a connection. `response` begins when the request is being sent. */
export type Stage = 'waiting' | 'dns' | 'tcp' | 'tls' | 'response';

export const DNS_NOT_FOUND = new Set(['ENOTFOUND', 'ENODATA', 'EAI_NONAME', 'EAI_NODATA']);
const UNREACHABLE = new Set(['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'EACCES', 'EPERM']);
const RESET = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);
const OWN = new Map<string, OwnFailure['cause']>([
  ['EMFILE', 'file_limit'],
  ['ENFILE', 'file_limit'],
  ['ENOMEM', 'memory'],
  ['ENOBUFS', 'memory'],
  ['EAI_MEMORY', 'memory'],
  ['EADDRNOTAVAIL', 'address'],
]);
const CERTIFICATE =
  /^(CERT_|CRL_|ERR_TLS_CERT_|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH_)/;

export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code === 'string') return code;
  const first = error instanceof AggregateError ? error.errors[0] : undefined;
  return first === undefined ? '' : errorCode(first);
}

/** The failures that no receiver can cause. If a name has several addresses, all must have failed in this way. */
export function ownFailureOf(error: unknown): OwnFailure | null {
  const errors = error instanceof AggregateError ? error.errors : [error];
  const causes = errors.map((one) => OWN.get(errorCode(one)));
  const cause = causes[0];
  if (cause === undefined || causes.includes(undefined)) return null;
  return { outcome: 'ours', cause, isForAll: cause !== 'address', reason: errorCode(errors[0]) };
}

/** The peer (or a system in between) ended the connection, as it may do with an idle connection at any time. */
export function isConnectionLoss(error: unknown): boolean {
  const code = errorCode(error);
  return RESET.has(code) || (code === 'UND_ERR_SOCKET' && !isProtocolViolation(error));
}

function isProtocolViolation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // undici gives a parser error no code if the bytes are not HTTP at all.
  return error.name === 'HTTPParserError' || /^bad (response|upgrade)$/.test(error.message);
}

/**
 * Maps an error of DNS, the socket, TLS or the HTTP parser to the closed set. An error without its own entry still
 * counts as the receiver's, because ownFailureOf has already found our own failures.
 */
export function attemptErrorOf(error: unknown, stage: Stage, host: string): AttemptError {
  if (error instanceof AttemptFailure) return error.attemptError;
  const reason = errorCode(error);
  switch (stage) {
    case 'dns':
      return { code: DNS_NOT_FOUND.has(reason) ? 'dns_not_found' : 'dns_failed', params: { host } };
    case 'tcp':
      return tcpError(reason, host);
    case 'tls':
      return tlsError(reason, host);
    default:
      return responseError(reason, host, error);
  }
}

function tcpError(reason: string, host: string): AttemptError {
  if (reason === 'ECONNREFUSED') return { code: 'connect_refused', params: { host } };
  if (reason === 'ETIMEDOUT') return { code: 'connect_timeout', params: { host } };
  if (RESET.has(reason)) return { code: 'connect_reset', params: { host } };
  return {
    code: 'connect_unreachable',
    params: UNREACHABLE.has(reason) ? { host } : { host, reason },
  };
}

function tlsError(reason: string, host: string): AttemptError {
  const code = CERTIFICATE.test(reason) ? 'tls_certificate' : 'tls_handshake';
  return { code, params: { host, reason } };
}

function responseError(reason: string, host: string, error: unknown): AttemptError {
  if (isConnectionLoss(error)) return { code: 'connection_closed', params: { host } };
  if (reason === 'ETIMEDOUT') return { code: 'connection_closed', params: { host } };
  if (reason.startsWith('ERR_SSL_')) return tlsError(reason, host);
  if (reason === 'UND_ERR_HEADERS_OVERFLOW') {
    return { code: 'invalid_response', params: { reason: 'headers_too_large' } };
  }
  return { code: 'invalid_response', params: { reason: 'protocol' } };
}
