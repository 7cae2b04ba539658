import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import type { ErrorDetail } from '@/domain/errors';
import {
  type ChangedHeader,
  changeHeaders,
  type HeaderChangeProblem,
  type HeaderSetter,
  type StoredHeader,
} from '@/domain/header-change';
import {
  checkHookHeaders,
  HEADER_VALUE_LENGTH_MAX,
  type HeaderProblem,
  HOOK_HEADERS_LENGTH_MAX,
  HOOK_HEADERS_MAX,
  maskValue,
} from '@/domain/headers';
import { parseUrl } from '@/domain/parse-url';
import type { Transaction } from '@/server/db/client';
import { apiClientSecrets, hooks } from '@/server/db/schema';
import { SecretBoxError } from '@/server/gateways/secret-box';
import { auditColumns } from '../actor';
import type { Context } from '../context';
import { TOKEN_LIFETIME_SECONDS } from '../oauth/issue-token';
import { type HeaderOwner, openHeaders, sealHeaders } from './hook-secrets';

type Problem = HeaderChangeProblem | { name: string | null; code: HeaderProblem | 'unreadable' };

const MESSAGES: Record<Problem['code'], string> = {
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
  masked: 'is the mask of a value that is not stored here: send the value itself.',
  origin_changed:
    'was set by somebody else for another server, and does not follow the hook: send the value again with the new URL, or remove the header.',
  value_needed_to_show:
    'was set by somebody else as a secret: send the value again to have it shown.',
  unreadable: 'is no longer readable here: send the value again, or remove the header.',
  not_a_header: 'is not a header of this hook: name headers that it has.',
};

type FullHeader = ChangedHeader & { value: string };

type Input = {
  /** The stored hook. Null for a hook that is being created. */
  before: HeaderOwner | null;
  destinationUrl: string;
  destinationHeaders?: Record<string, string> | null | undefined;
  publicHeaders?: readonly string[] | null | undefined;
};

type Read = { headers: FullHeader[] | null; problems: ErrorDetail[] };

/**
 * The headers of a hook after the given changes. Null if they do not change. The values are then not decrypted, so that
 * a hook whose values no key opens can still be changed.
 */
export async function readHeaders(tx: Transaction, ctx: Context, input: Input): Promise<Read> {
  const { before, destinationUrl, destinationHeaders, publicHeaders } = input;
  const isMoved = before !== null && originOf(before.destinationUrl) !== originOf(destinationUrl);
  if (destinationHeaders === undefined && !publicHeaders && !isMoved) {
    return { headers: null, problems: [] };
  }
  // Reads the secrets first, because a rotation locks in this order.
  const actor = await setterOf(tx, ctx);
  const row = before === null ? null : await storedRow(tx, before);
  const changed = changeHeaders({
    stored: row?.shown ?? [],
    given:
      destinationHeaders === undefined
        ? undefined
        : withoutEmptyAuthorization(destinationHeaders ?? {}),
    publicNames: publicHeaders ?? undefined,
    isMoved,
    actor,
  });
  const { headers, problems } = withValues(changed.headers, () =>
    before && row?.sealed ? openHeaders(ctx.secretBox, before, row.sealed) : {},
  );
  const found = [
    ...changed.problems,
    ...problems,
    ...checkHookHeaders(Object.fromEntries(headers.map(({ name, value }) => [name, value]))),
  ];
  return { headers, problems: found.map(detailOf) };
}

/** The columns of the headers: the encrypted values, and what may be shown. Both are null without headers. */
export function headerColumns(ctx: Context, hook: HeaderOwner, headers: readonly FullHeader[]) {
  if (headers.length === 0) return { headersSealed: null, headersShown: null };
  const values = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  return {
    headersSealed: sealHeaders(ctx.secretBox, hook, values),
    headersShown: headers.map(
      ({ value, ...header }): StoredHeader => ({
        ...header,
        shown: header.isPublic ? value : maskValue(value),
      }),
    ),
  };
}

/**
 * The setter of values in this call. A client with two secrets has no identity here, because the holder of one secret
 * may not know what was set with the other.
 */
async function setterOf(tx: Transaction, { actor }: Context): Promise<HeaderSetter> {
  const { actorKind: kind, actorId: id } = auditColumns(actor);
  if (actor.kind !== 'client') return { kind, id };
  const { companyId, apiClientId } = actor;
  const s = apiClientSecrets;
  const live = await tx
    .select({ id: s.id })
    .from(s)
    .where(
      and(
        eq(s.companyId, companyId),
        eq(s.apiClientId, apiClientId),
        // Tokens outlive the secret that issued them.
        or(
          isNull(s.expiresAt),
          gt(
            s.expiresAt,
            sql`clock_timestamp() - make_interval(secs => ${TOKEN_LIFETIME_SECONDS})`,
          ),
        ),
      ),
    )
    // A rotation waits for this lock and then finds the values.
    .for('share');
  return { kind, id: live.length > 1 ? null : id };
}

async function storedRow(tx: Transaction, { companyId, id }: HeaderOwner) {
  const [row] = await tx
    .select({ sealed: hooks.headersSealed, shown: hooks.headersShown })
    .from(hooks)
    .where(and(eq(hooks.companyId, companyId), eq(hooks.id, id)))
    // Values that are not written keep their setters.
    .for('no key update');
  return row;
}

/** Decrypts the stored values only if one of them stays. */
function withValues(changed: readonly ChangedHeader[], open: () => Record<string, string>) {
  const problems: Problem[] = [];
  let stored = new Map<string, string>();
  if (changed.some(({ value }) => value === null)) {
    try {
      stored = new Map(Object.entries(open()).map(([name, value]) => [name.toLowerCase(), value]));
    } catch (error) {
      if (!(error instanceof SecretBoxError)) throw error;
    }
  }
  const headers = changed.flatMap((header): FullHeader[] => {
    const value = header.value ?? stored.get(header.name.toLowerCase());
    if (value !== undefined) return [{ ...header, value }];
    problems.push({ name: header.name, code: 'unreadable' });
    return [];
  });
  return { headers, problems };
}

function detailOf({ name, code }: Problem): ErrorDetail {
  const at = code === 'not_a_header' ? 'publicHeaders' : 'destinationHeaders';
  return { field: name === null ? at : `${at}.${name}`, code, message: MESSAGES[code] };
}

/** Null for a text that is not a URL. The hook is refused for that reason anyway. */
function originOf(url: string): string | null {
  return parseUrl(url)?.origin ?? null;
}

/** Forms and older clients send an empty Authorization for no header. */
function withoutEmptyAuthorization(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) => value !== '' || name.toLowerCase() !== 'authorization',
    ),
  );
}
