import { can, type Place } from '@/server/services/actor';
import { sessionActor } from './session';

/** What the signed-in person may do in a place, for screens that leave out the rest. */
export async function accessTo(place: Place) {
  const actor = await sessionActor();
  return {
    canWriteHooks: actor !== null && can(actor, place, 'hooks:write'),
    canWriteDeliveries: actor !== null && can(actor, place, 'deliveries:write'),
  };
}
