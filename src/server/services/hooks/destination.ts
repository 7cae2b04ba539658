import {
  checkDestinationUrl,
  type DestinationProblem,
  type DestinationRefusal,
} from '@/domain/destination';
import { type ErrorDetail, invalidInput } from '@/domain/errors';
import {
  checkHookHeaders,
  HEADER_VALUE_LENGTH_MAX,
  type HeaderProblem,
  HOOK_HEADERS_LENGTH_MAX,
  HOOK_HEADERS_MAX,
  maskHeader,
} from '@/domain/headers';
import type { Context } from '../context';
import { sealHeaders } from './hook-secrets';

const URL_MESSAGES: Record<DestinationProblem | DestinationRefusal, string> = {
  not_a_url:
    'is not a URL: put the full address of your endpoint, such as https://example.com/hooks.',
  scheme_not_allowed: 'must begin with https://.',
  has_credentials: 'must not hold a user name or password: put them in the Authorization header.',
  has_fragment: 'must not hold a fragment (#): it would never be sent.',
  too_long: 'is longer than 2048 characters.',
  no_host: 'names no host.',
  port_not_allowed:
    'names a port where other protocols than HTTP are spoken: put the port of your endpoint.',
  own_address:
    'leads to an address of Gancho itself, and would make a loop: put the URL of your own endpoint.',
  address_not_allowed:
    'leads to a private or reserved address, to which this installation does not deliver: put a public one, or have its operator allow the range (GANCHO_ALLOWED_PRIVATE_DESTINATIONS).',
};

const HEADER_MESSAGES: Record<HeaderProblem, string> = {
  name_not_valid: 'is not a valid header name.',
  name_too_long: 'has too long a name.',
  name_reserved: 'is set by the sender and cannot be given.',
  name_repeated: 'is given twice.',
  value_empty: 'is empty: leave the header out instead.',
  value_not_valid: 'must hold printable ASCII characters only.',
  value_padded: 'must not begin or end with a space.',
  value_too_long: `is longer than ${HEADER_VALUE_LENGTH_MAX} characters.`,
  too_many: `more than ${HOOK_HEADERS_MAX} headers are given.`,
  too_long: `the headers together are longer than ${HOOK_HEADERS_LENGTH_MAX} characters.`,
};

export type Destination = {
  destinationUrl?: string;
  headersSealed?: string | null;
  headersMasked?: Record<string, string> | null;
};

type Given = {
  destinationUrl?: string | undefined;
  destinationHeaders?: Record<string, string> | null | undefined;
};

/**
 * The columns for what is given of a destination; headers come out sealed and masked.
 * @throws ServiceError `invalid_input` naming everything that is wrong
 */
export function readDestination(ctx: Context, companyId: number, given: Given): Destination {
  const problems: ErrorDetail[] = [];
  const columns: Destination = {};
  if (given.destinationUrl !== undefined) {
    const check = checkDestinationUrl(given.destinationUrl, {
      allowHttp: ctx.settings.allowHttpDestinations,
      isAllowedPrivateHost: ctx.settings.destinations.isAllowedPrivateHost,
    });
    const code = check.ok ? ctx.settings.destinations.refusal(check.url) : check.code;
    if (check.ok) columns.destinationUrl = check.url;
    if (code !== null) {
      problems.push({ field: 'destinationUrl', code, message: URL_MESSAGES[code] });
    }
  }
  if (given.destinationHeaders !== undefined) {
    const headers = withoutEmptyAuthorization(given.destinationHeaders ?? {});
    for (const { name, code } of checkHookHeaders(headers)) {
      const field = name === null ? 'destinationHeaders' : `destinationHeaders.${name}`;
      problems.push({ field, code, message: HEADER_MESSAGES[code] });
    }
    const names = Object.entries(headers);
    columns.headersSealed =
      names.length === 0 ? null : sealHeaders(ctx.secretBox, companyId, headers);
    columns.headersMasked =
      names.length === 0
        ? null
        : Object.fromEntries(names.map(([name, value]) => [name, maskHeader(name, value)]));
  }
  if (problems.length > 0) throw invalidInput(problems);
  return columns;
}

/** An empty Authorization is how forms and older clients say that there is none. */
function withoutEmptyAuthorization(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => value !== '' || name.toLowerCase() !== 'authorization',
    ),
  );
}
