import { forbidden, notFound } from '@/domain/errors';
import type { Scope } from '@/domain/scopes';

export type Role = 'admin' | 'member' | 'read_only';

/** The caller: a person with roles, an API client with scopes, or an operator at the command line. */
export type Actor =
  | {
      kind: 'user';
      userId: number;
      roles: readonly { companyId: number; projectId: number | null; role: Role }[];
    }
  | {
      kind: 'client';
      apiClientId: number;
      companyId: number;
      projectIds: readonly number[] | null;
      scopes: readonly Scope[];
    }
  | { kind: 'operator' };

/** A company, or one of its projects. */
export type Tenant = { companyId: number; projectId: number | null };

const READ_SCOPES: readonly Scope[] = ['hooks:read', 'events:read', 'deliveries:read'];

/**
 * Requires that the actor has `scope` in this tenant. Throws `not_found` for a tenant without access, with the same
 * answer as for a tenant that does not exist. Throws `forbidden` for a tenant with access but without this scope.
 */
export function authorise(actor: Actor, tenant: Tenant, scope: Scope): void {
  const scopes = scopesAt(actor, tenant);
  if (scopes === null) throw notFound(tenant.projectId === null ? 'The company' : 'The project');
  if (!scopes.includes(scope)) throw forbidden(refusal(actor, scope));
}

/** Whether `authorise` would allow it. */
export function can(actor: Actor, tenant: Tenant, scope: Scope): boolean {
  return scopesAt(actor, tenant)?.includes(scope) ?? false;
}

/** Whether the actor has any access to the tenant. */
export function hasAccess(actor: Actor, tenant: Tenant): boolean {
  return scopesAt(actor, tenant) !== null;
}

/**
 * Refuses a client that lacks the scope everywhere. For calls that must look something up before they know their
 * tenant, so that they reveal nothing about it.
 */
export function requireScope(actor: Actor, scope: Scope): void {
  if (actor.kind === 'client' && !actor.scopes.includes(scope)) {
    throw forbidden(refusal(actor, scope));
  }
}

function scopesAt(actor: Actor, tenant: Tenant): readonly Scope[] | null {
  switch (actor.kind) {
    case 'operator':
      return [...READ_SCOPES, 'hooks:write', 'events:write', 'deliveries:write'];
    case 'client': {
      if (actor.companyId !== tenant.companyId) return null;
      // A client of chosen projects has no access to the company level.
      if (
        actor.projectIds !== null &&
        (tenant.projectId === null || !actor.projectIds.includes(tenant.projectId))
      ) {
        return null;
      }
      return actor.scopes;
    }
    case 'user': {
      const roles = actor.roles.filter(
        (entry) =>
          entry.companyId === tenant.companyId &&
          (entry.projectId === null || entry.projectId === tenant.projectId),
      );
      if (roles.length === 0) return null;
      // The Webhooks tool requires the Admin role to change something. Everyone else in the tenant may read.
      if (roles.some((entry) => entry.role === 'admin')) {
        return [...READ_SCOPES, 'hooks:write', 'events:write', 'deliveries:write'];
      }
      return READ_SCOPES;
    }
  }
}

function refusal(actor: Actor, scope: Scope): string {
  return actor.kind === 'client'
    ? `This token lacks the scope ${scope}: issue one from a client that has it.`
    : 'You need the Admin role here to do this: ask an administrator of the company or project.';
}

/** The columns of an audit row that identify the actor. */
export function auditColumns(actor: Actor): {
  actorKind: 'user' | 'client' | 'operator';
  actorId: number | null;
} {
  switch (actor.kind) {
    case 'user':
      return { actorKind: 'user', actorId: actor.userId };
    case 'client':
      return { actorKind: 'client', actorId: actor.apiClientId };
    case 'operator':
      return { actorKind: 'operator', actorId: null };
  }
}

/** The name under which an actor takes turns with others. */
export function askerOf(actor: Actor): string {
  const { actorKind, actorId } = auditColumns(actor);
  return `${actorKind} ${actorId}`;
}
