import {
  delivery,
  deliveryChanges,
  deliveryChangesInput,
  deliveryList,
  findByResourceInput,
  foundDeliveries,
  getDeliveryInput,
  listDeliveriesInput,
  neighbours,
  neighboursInput,
  readDeliveriesInput,
  readDeliveriesOutput,
} from '@/contracts/deliveries';
import {
  findByResource,
  findNeighbours,
  getDelivery,
  listChanges,
  listDeliveries,
  readDeliveries,
  redeliver,
} from '@/server/services/delivery-history';
import { procedureFor, router } from '../init';

export const deliveriesRouter = router({
  list: procedureFor('deliveries:read')
    .input(listDeliveriesInput)
    .output(deliveryList)
    .query(({ ctx, input }) => listDeliveries({ ctx, input })),
  changes: procedureFor('deliveries:read')
    .input(deliveryChangesInput)
    .output(deliveryChanges)
    .query(({ ctx, input }) => listChanges({ ctx, input })),
  read: procedureFor('deliveries:read')
    .input(readDeliveriesInput)
    .output(readDeliveriesOutput)
    .query(({ ctx, input }) => readDeliveries({ ctx, input })),
  get: procedureFor('deliveries:read')
    .input(getDeliveryInput)
    .output(delivery)
    .query(({ ctx, input }) => getDelivery({ ctx, input })),
  redeliver: procedureFor('deliveries:write')
    .input(getDeliveryInput)
    .output(delivery)
    .mutation(({ ctx, input }) => redeliver({ ctx, input })),
  neighbours: procedureFor('deliveries:read')
    .input(neighboursInput)
    .output(neighbours)
    .query(({ ctx, input }) => findNeighbours({ ctx, input })),
  findByResource: procedureFor('deliveries:read')
    .input(findByResourceInput)
    .output(foundDeliveries)
    .query(({ ctx, input }) => findByResource({ ctx, input })),
});
