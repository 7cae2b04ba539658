import { actorOf } from '@tests/factories/actor-of';
import { asEngine, insertCompany, type World } from '@tests/factories/world';
import { SCOPES, type Scope } from '@/domain/scopes';
import { memberships, projects, users } from '@/server/db/schema';
import type { Actor, Role } from '@/server/services/actor';
import { createClient } from '@/server/services/api-clients';
import { authenticateToken, issueToken } from '@/server/services/oauth';

/** A company with two projects, another company, and people and clients of all of them. */
export type Scene = {
  world: World;
  companyId: number;
  projectId: number;
  otherProjectId: number;
  elsewhere: { companyId: number; projectId: number };
};

export async function openScene(world: World): Promise<Scene> {
  const tenant = await insertCompany(world);
  const elsewhere = await insertCompany(world, 'Elsewhere');
  const [other] = await world.db.asSystem((tx) =>
    tx.insert(projects).values({ companyId: tenant.companyId, name: 'Bridge' }).returning(),
  );
  if (other === undefined) throw new Error('no project was inserted');
  return { world, ...tenant, otherProjectId: other.id, elsewhere };
}

/** `scope` is the one that the call needs; null if every token is enough. */
type Arrive = (scene: Scene, scope: Scope | null) => Promise<Actor | null>;

/** Every kind of caller. */
const ARRIVALS = {
  nobody: async () => null,
  companyAdmin: (scene) => person(scene, 'admin', scene.companyId),
  companyMember: (scene) => person(scene, 'member', scene.companyId),
  companyReader: (scene) => person(scene, 'read_only', scene.companyId),
  projectAdmin: (scene) => person(scene, 'admin', scene.companyId, scene.projectId),
  projectReader: (scene) => person(scene, 'read_only', scene.companyId, scene.projectId),
  otherProjectAdmin: (scene) => person(scene, 'admin', scene.companyId, scene.otherProjectId),
  otherCompanyAdmin: (scene) => person(scene, 'admin', scene.elsewhere.companyId),
  personWithoutTenant: (scene) => person(scene),
  client: (scene, scope) => program(scene, only(scope)),
  clientOfOtherScopes: (scene, scope) => program(scene, others(scope)),
  clientOfProject: (scene, scope) => program(scene, only(scope), [scene.projectId]),
  clientOfProjectOtherScopes: (scene, scope) => program(scene, others(scope), [scene.projectId]),
  clientOfOtherProject: (scene, scope) => program(scene, only(scope), [scene.otherProjectId]),
  clientOfOtherCompany: async (scene, scope) =>
    program({ ...scene, ...scene.elsewhere }, only(scope)),
} satisfies Record<string, Arrive>;

export type Caller = keyof typeof ARRIVALS;
export const CALLERS: Readonly<Record<Caller, Arrive>> = ARRIVALS;

const only = (scope: Scope | null): readonly Scope[] => (scope === null ? SCOPES : [scope]);
const others = (scope: Scope | null): readonly Scope[] => SCOPES.filter((each) => each !== scope);

let people = 0;

async function person(scene: Scene, role?: Role, companyId?: number, projectId?: number) {
  people += 1;
  const email = `person-${people}@example.com`;
  const userId = await scene.world.db.asSystem(async (tx) => {
    const [user] = await tx.insert(users).values({ email }).returning({ id: users.id });
    if (user === undefined) throw new Error('no user was inserted');
    if (role !== undefined && companyId !== undefined) {
      await tx.insert(memberships).values({ userId: user.id, companyId, projectId, role });
    }
    return user.id;
  });
  const ctx = scene.world.services;
  const actor = await actorOf(ctx, userId);
  if (actor === null) throw new Error(`${email} is not known`);
  return actor;
}

async function program(
  scene: Pick<Scene, 'world' | 'companyId'>,
  scopes: readonly Scope[],
  projectIds?: number[],
) {
  const token = await tokenOf(scene, scopes, projectIds);
  const known = await authenticateToken({ ctx: scene.world.services, input: { token } });
  if (known === null) throw new Error('the token is not known');
  return known.actor;
}

/** A token of a new client of the company. */
export async function tokenOf(
  { world, companyId }: Pick<Scene, 'world' | 'companyId'>,
  scopes: readonly Scope[],
  projectIds?: number[],
): Promise<string> {
  const input = { companyId, name: 'Integration', scopes, projectIds };
  const { clientId, clientSecret } = await createClient({ ctx: world.ctx, input });
  const issued = await issueToken({ ctx: world.services, input: { clientId, clientSecret } });
  if (issued === null) throw new Error('no token was issued');
  return issued.accessToken;
}

/** The rows that writes leave behind, which show that a refusal wrote nothing. */
export async function auditRowsOf({ world, companyId, elsewhere }: Scene): Promise<number> {
  const companies = [companyId, elsewhere.companyId];
  const [row] = await asEngine(
    world.db,
    (tx) => tx<{ n: number }[]>`
      SELECT count(*)::int AS n FROM gancho.audit_log WHERE company_id = ANY(${companies}) AND action NOT LIKE 'api_client.%'`,
  );
  return row?.n ?? 0;
}
