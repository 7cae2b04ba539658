import { readableHookAddress } from '@/contracts/tenant';
import {
  addTriggerInput,
  addTriggersInput,
  addTriggersResult,
  removeTriggersInput,
  removeTriggersResult,
  trigger,
  triggerList,
} from '@/contracts/triggers';
import { addTrigger, addTriggers, listTriggers, removeTriggers } from '@/server/services/triggers';
import { procedureFor, router } from '../init';

export const triggersRouter = router({
  list: procedureFor('hooks:read')
    .input(readableHookAddress)
    .output(triggerList)
    .query(({ ctx, input }) => listTriggers({ ctx, input })),
  add: procedureFor('hooks:write')
    .input(addTriggerInput)
    .output(trigger)
    .mutation(({ ctx, input }) => addTrigger({ ctx, input })),
  addMany: procedureFor('hooks:write')
    .input(addTriggersInput)
    .output(addTriggersResult)
    .mutation(({ ctx, input }) => addTriggers({ ctx, input })),
  removeMany: procedureFor('hooks:write')
    .input(removeTriggersInput)
    .output(removeTriggersResult)
    .mutation(({ ctx, input }) => removeTriggers({ ctx, input })),
});
