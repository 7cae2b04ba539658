import { asEngine } from '@tests/factories/world';
import { SCOPES, type Scope } from '@/domain/scopes';
import { hashToken } from '@/server/gateways/hashing';
import { revokeClient } from '@/server/services/api-clients';
import { authenticateToken, revokeToken } from '@/server/services/oauth';
import { type Scene, tokenOf } from './callers';

type Issue = (scene: Scene, scope: Scope | null) => Promise<string | null>;

const asked = (scope: Scope | null): readonly Scope[] => (scope === null ? SCOPES : [scope]);
const READ: readonly Scope[] = ['hooks:read', 'events:read', 'deliveries:read'];

/** Every kind of token that a call can have. */
const ISSUES = {
  none: async () => null,
  unknown: async () => 'gat_unknown',
  expired: async (scene, scope) => {
    const token = await tokenOf(scene, asked(scope));
    await asEngine(
      scene.world.db,
      (tx) => tx`
        UPDATE gancho.access_tokens SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 minute'
        WHERE token_hash = ${hashToken(token)}`,
    );
    return token;
  },
  revoked: async (scene, scope) => {
    const token = await tokenOf(scene, asked(scope));
    await authenticateToken({ ctx: scene.world.services, input: { token } });
    await revokeToken({ ctx: scene.world.services, input: { token } });
    return token;
  },
  ofRevokedClient: async (scene, scope) => {
    const { world, companyId } = scene;
    const token = await tokenOf(scene, asked(scope));
    const known = await authenticateToken({ ctx: world.services, input: { token } });
    const apiClientId = known?.actor.apiClientId ?? 0;
    await revokeClient({ ctx: world.ctx, input: { companyId, apiClientId } });
    return token;
  },
  right: (scene, scope) => tokenOf(scene, asked(scope)),
  reading: (scene) => tokenOf(scene, READ),
  allOtherScopes: (scene, scope) =>
    tokenOf(
      scene,
      SCOPES.filter((each) => each !== scope),
    ),
  /** One scope, for another kind of object. */
  unrelated: (scene, scope) =>
    tokenOf(scene, [scope === 'events:write' ? 'hooks:read' : 'events:write']),
  ofProject: (scene, scope) => tokenOf(scene, asked(scope), [scene.projectId]),
  ofProjectUnrelated: (scene, scope) =>
    tokenOf(scene, [scope === 'events:write' ? 'hooks:read' : 'events:write'], [scene.projectId]),
  ofOtherProject: (scene, scope) => tokenOf(scene, asked(scope), [scene.otherProjectId]),
  ofOtherCompany: (scene, scope) => tokenOf({ ...scene, ...scene.elsewhere }, asked(scope)),
} satisfies Record<string, Issue>;

export type Bearer = keyof typeof ISSUES;
export const BEARERS: Readonly<Record<Bearer, Issue>> = ISSUES;
