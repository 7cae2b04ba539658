import { TRPCClientError } from '@trpc/client';
import { headerField, type Problem, type ProblemCode } from './check-draft';
import { type Draft, givenHeaders } from './draft';

type Detail = { field: string | null; code: string };

/** Refusals of the server for which the form has words, in addition to those of its own checks. */
const KNOWN: ReadonlySet<string> = new Set<ProblemCode>([
  'not_a_url',
  'scheme_not_allowed',
  'has_credentials',
  'has_fragment',
  'too_long',
  'no_host',
  'port_not_allowed',
  'own_address',
  'address_not_allowed',
  'name_not_valid',
  'name_too_long',
  'name_reserved',
  'name_repeated',
  'value_empty',
  'value_not_valid',
  'value_padded',
  'value_too_long',
  'too_many',
  'origin_changed',
  'value_needed_to_show',
  'unreadable',
  'masked',
]);

/** The server's refusals, at the controls that they concern. Empty for another failure. */
export function serverProblems(error: unknown, draft: Draft): Problem[] {
  if (!(error instanceof TRPCClientError)) return [];
  const details: unknown = error.data?.details;
  return Array.isArray(details) ? (details as Detail[]).map((at) => toProblem(at, draft)) : [];
}

function toProblem({ field, code }: Detail, draft: Draft): Problem {
  if (field === 'destinationHeaders') {
    return { field: 'headers', code: code === 'too_long' ? 'headers_too_long' : known(code) };
  }
  if (field?.startsWith('destinationHeaders.')) {
    const name = field.slice('destinationHeaders.'.length);
    const header = givenHeaders(draft).find((given) => given.name.trim() === name);
    const part = code.startsWith('name_') ? 'name' : 'value';
    return { field: header ? headerField(header, part) : 'headers', code: known(code) };
  }
  if (field === null || /^(triggers|resourceName|eventType)/.test(field)) {
    return { field: 'events', code: 'selection_refused' };
  }
  return { field, code: known(code) };
}

function known(code: string): ProblemCode {
  return KNOWN.has(code) ? (code as ProblemCode) : 'not_accepted';
}
