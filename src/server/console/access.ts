import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { type Admin, listAdmins } from '@/server/services/accounts';
import { can, type Place } from '@/server/services/actor';

/**
 * What the signed-in person may do in a place that they reach, for screens that leave out the rest, and
 * whom they can ask for more.
 */
export async function accessTo(place: Place) {
  const actor = await sessionActor();
  const canWriteHooks = actor !== null && can(actor, place, 'hooks:write');
  const canWriteDeliveries = actor !== null && can(actor, place, 'deliveries:write');
  const admins: Admin[] =
    actor === null || (canWriteHooks && canWriteDeliveries)
      ? []
      : await listAdmins({ ctx: { ...container().forRequest(), actor }, input: place });
  return { canWriteHooks, canWriteDeliveries, admins };
}
