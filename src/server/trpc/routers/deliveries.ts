import {
  delivery,
  deliveryList,
  getDeliveryInput,
  listDeliveriesInput,
} from '@/contracts/deliveries';
import { getDelivery, listDeliveries } from '@/server/services/deliveries';
import { procedureFor, router } from '../init';

export const deliveriesRouter = router({
  list: procedureFor('deliveries:read')
    .input(listDeliveriesInput)
    .output(deliveryList)
    .query(({ ctx, input }) => listDeliveries({ ctx, input })),
  get: procedureFor('deliveries:read')
    .input(getDeliveryInput)
    .output(delivery)
    .query(({ ctx, input }) => getDelivery({ ctx, input })),
});
