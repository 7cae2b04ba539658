import {
  listRedeliveriesInput,
  redelivery,
  redeliveryAddress,
  redeliveryInput,
  redeliveryList,
  redeliveryPreview,
} from '@/contracts/redeliveries';
import {
  cancelRedelivery,
  getRedelivery,
  listRedeliveries,
  pauseRedelivery,
  previewRedelivery,
  resumeRedelivery,
  startRedelivery,
} from '@/server/services/redeliveries';
import { procedureFor, router } from '../init';

export const redeliveriesRouter = router({
  list: procedureFor('deliveries:read')
    .input(listRedeliveriesInput)
    .output(redeliveryList)
    .query(({ ctx, input }) => listRedeliveries({ ctx, input })),
  get: procedureFor('deliveries:read')
    .input(redeliveryAddress)
    .output(redelivery)
    .query(({ ctx, input }) => getRedelivery({ ctx, input })),
  preview: procedureFor('deliveries:write')
    .input(redeliveryInput)
    .output(redeliveryPreview)
    .query(({ ctx, input }) => previewRedelivery({ ctx, input })),
  start: procedureFor('deliveries:write')
    .input(redeliveryInput)
    .output(redelivery)
    .mutation(({ ctx, input }) => startRedelivery({ ctx, input })),
  pause: procedureFor('deliveries:write')
    .input(redeliveryAddress)
    .output(redelivery)
    .mutation(({ ctx, input }) => pauseRedelivery({ ctx, input })),
  resume: procedureFor('deliveries:write')
    .input(redeliveryAddress)
    .output(redelivery)
    .mutation(({ ctx, input }) => resumeRedelivery({ ctx, input })),
  cancel: procedureFor('deliveries:write')
    .input(redeliveryAddress)
    .output(redelivery)
    .mutation(({ ctx, input }) => cancelRedelivery({ ctx, input })),
});
