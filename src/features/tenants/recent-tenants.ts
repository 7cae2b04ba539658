import type { Tenant } from './tenant';

const KEY = 'gancho_recent_places';
const KEPT_MAX = 6;

const isSame = (left: Tenant, right: Tenant) =>
  left.companyId === right.companyId && left.projectId === right.projectId;

/** The tenants that were visited in this browser, latest first. Only ids, because names and access are loaded again. */
function recentTenants(): Tenant[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isTenant) : [];
  } catch {
    return [];
  }
}

export function rememberRecentTenant(tenant: Tenant): void {
  const others = recentTenants().filter((each) => !isSame(each, tenant));
  try {
    localStorage.setItem(KEY, JSON.stringify([tenant, ...others].slice(0, KEPT_MAX)));
  } catch {
    // A browser without storage remembers none.
  }
}

/** The recent tenants except the one that is shown. */
export function otherRecentTenants(current: Tenant): Tenant[] {
  return recentTenants()
    .filter((each) => !isSame(each, current))
    .slice(0, KEPT_MAX - 1);
}

function isTenant(value: unknown): value is Tenant {
  const { companyId, projectId } = (value ?? {}) as Partial<Tenant>;
  const isId = (id: unknown) => Number.isSafeInteger(id) && Number(id) > 0;
  return isId(companyId) && (projectId === null || isId(projectId));
}
