import { eq, sql } from 'drizzle-orm';
import { invalidField } from '@/domain/errors';
import { formatScopes, isScope, missingScopes, parseScopes, type Scope } from '@/domain/scopes';
import { accessTokens, apiClientSecrets } from '@/server/db/schema';
import { hashToken, newToken } from '@/server/gateways/hashing';
import type { Services } from '../context';
import { noteUse } from './note-use';
import { type Credentials, verifyClient } from './verify-client';

export const TOKEN_LIFETIME_SECONDS = 5400;

type Input = Credentials & { scope?: string | undefined };
export type IssuedToken = {
  accessToken: string;
  expiresInSeconds: number;
  createdAt: Date;
  scope: string;
};

/**
 * Issues a token for client credentials. Returns null for any credentials that do not belong to a live client, without
 * distinction.
 * @throws ServiceError `invalid_input` for a scope that the client does not have, `rate_limited` after too many wrong
 * secrets
 */
export async function issueToken({
  ctx,
  input,
}: {
  ctx: Pick<Services, 'db' | 'clock'>;
  input: Input;
}): Promise<IssuedToken | null> {
  const verified = await verifyClient({ ctx, input });
  if (verified === null) return null;
  const { client, secretId } = verified;
  const granted = client.scopes.filter(isScope);
  const scopes = readScopes(input.scope ?? '', granted);
  const accessToken = newToken('gat');
  return ctx.db.asSystem(async (tx) => {
    // Locked until the token is committed, so that a secret that has ended gets no token.
    const [secret] = await tx
      .select({ id: apiClientSecrets.id })
      .from(apiClientSecrets)
      .where(eq(apiClientSecrets.id, secretId))
      .for('key share');
    if (secret === undefined) return null;
    const [token] = await tx
      .insert(accessTokens)
      .values({
        tokenHash: hashToken(accessToken),
        companyId: client.companyId,
        apiClientId: client.id,
        secretId,
        scopes,
        projectIds: client.projectIds,
        expiresAt: sql`now() + make_interval(secs => ${TOKEN_LIFETIME_SECONDS})`,
      })
      .returning({ createdAt: accessTokens.createdAt });
    await noteUse(tx, client, await ctx.clock.now());
    return {
      accessToken,
      expiresInSeconds: TOKEN_LIFETIME_SECONDS,
      createdAt: token?.createdAt ?? new Date(0),
      scope: formatScopes(scopes),
    };
  });
}

function readScopes(asked: string, granted: Scope[]) {
  const parsed = parseScopes(asked);
  const refused = parsed.ok ? missingScopes(granted, parsed.scopes) : parsed.unknown;
  if (!parsed.ok || refused.length > 0) {
    throw invalidField(
      'scope',
      'invalid_scope',
      `this client does not have ${refused.join(', ')}.`,
    );
  }
  return parsed.scopes.length === 0 ? granted : parsed.scopes;
}
