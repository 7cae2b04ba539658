import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { type Admin, listAdmins } from '@/server/services/accounts';
import { can, type Tenant } from '@/server/services/actor';

/** The signed-in person's access to a tenant, and the people they can ask for more. Screens leave out the rest. */
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
