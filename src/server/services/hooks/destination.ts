import {
  checkDestinationUrl,
  type DestinationProblem,
  type DestinationRefusal,
} from '@/domain/destination';
import type { ErrorDetail } from '@/domain/errors';
import type { Context } from '../context';

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

/** A hook's URL in normalized form, and its problems. */
export function readUrl(ctx: Context, given: string): { url: string; problems: ErrorDetail[] } {
  const check = checkDestinationUrl(given, {
    allowHttp: ctx.settings.allowHttpDestinations,
    isAllowedPrivateHost: ctx.settings.destinations.isAllowedPrivateHost,
  });
  const code = check.ok ? ctx.settings.destinations.refusal(check.url) : check.code;
  return {
    url: check.ok ? check.url : given,
    problems: code === null ? [] : [{ field: 'destinationUrl', code, message: URL_MESSAGES[code] }],
  };
}
