import { z } from 'zod';
import {
  discardedQueue,
  dismissedLost,
  hookQueue,
  rotatedSecret,
  rotateSecretInput,
  sendTestInput,
  sentTest,
} from '@/contracts/hook-actions';
import {
  createdHook,
  createHookInput,
  hook,
  hookList,
  listHooksInput,
  updateHookInput,
} from '@/contracts/hooks';
import {
  activityInput,
  hookStatistics,
  hooksActivity,
  statisticsInput,
} from '@/contracts/statistics';
import { hookAddress, readableHookAddress } from '@/contracts/tenant';
import {
  createHook,
  deleteHook,
  discardQueue,
  dismissLost,
  getHook,
  getQueue,
  getStatistics,
  listActivity,
  listHooks,
  resumeHook,
  rotateSecret,
  sendTest,
  updateHook,
} from '@/server/services/hooks';
import { procedureFor, router } from '../init';

export const hooksRouter = router({
  list: procedureFor('hooks:read')
    .input(listHooksInput)
    .output(hookList)
    .query(({ ctx, input }) => listHooks({ ctx, input })),
  get: procedureFor('hooks:read')
    .input(readableHookAddress)
    .output(hook)
    .query(({ ctx, input }) => getHook({ ctx, input })),
  create: procedureFor('hooks:write')
    .input(createHookInput)
    .output(createdHook)
    .mutation(({ ctx, input }) => createHook({ ctx, input })),
  update: procedureFor('hooks:write')
    .input(updateHookInput)
    .output(hook)
    .mutation(({ ctx, input }) => updateHook({ ctx, input })),
  delete: procedureFor('hooks:write')
    .input(hookAddress)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteHook({ ctx, input })),
  queue: procedureFor('hooks:read')
    .input(readableHookAddress)
    .output(hookQueue)
    .query(({ ctx, input }) => getQueue({ ctx, input })),
  statistics: procedureFor('deliveries:read')
    .input(statisticsInput)
    .output(hookStatistics)
    .query(({ ctx, input }) => getStatistics({ ctx, input })),
  activity: procedureFor('deliveries:read')
    .input(activityInput)
    .output(hooksActivity)
    .query(({ ctx, input }) => listActivity({ ctx, input })),
  discardQueue: procedureFor('hooks:write')
    .input(hookAddress)
    .output(discardedQueue)
    .mutation(({ ctx, input }) => discardQueue({ ctx, input })),
  dismissLost: procedureFor('hooks:write')
    .input(hookAddress)
    .output(dismissedLost)
    .mutation(({ ctx, input }) => dismissLost({ ctx, input })),
  resume: procedureFor('hooks:write')
    .input(hookAddress)
    .output(hook)
    .mutation(({ ctx, input }) => resumeHook({ ctx, input })),
  rotateSecret: procedureFor('hooks:write')
    .input(rotateSecretInput)
    .output(rotatedSecret)
    .mutation(({ ctx, input }) => rotateSecret({ ctx, input })),
  sendTest: procedureFor('hooks:write')
    .input(sendTestInput)
    .output(sentTest)
    .mutation(({ ctx, input }) => sendTest({ ctx, input })),
});
