import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { type Admin, listAdmins } from '@/server/services/accounts';
import { can, type Tenant } from '@/server/services/actor';

/**
 * What the signed-in person may do in a tenant that they have access to, for screens that leave out the rest, and
 * whom they can ask for more.
 */
export async function accessTo(tenant: Tenant) {
  const actor = await sessionActor();
  const canWriteHooks = actor !== null && can(actor, tenant, 'hooks:write');
  const canWriteDeliveries = actor !== null && can(actor, tenant, 'deliveries:write');
  const admins: Admin[] =
    actor === null || (canWriteHooks && canWriteDeliveries)
      ? []
      : await listAdmins({ ctx: { ...container().forRequest(), actor }, input: tenant });
  return { canWriteHooks, canWriteDeliveries, admins };
}
