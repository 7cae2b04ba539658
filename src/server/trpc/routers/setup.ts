import { completedSetUp, completeSetUpInput } from '@/contracts/setup';
import { completeSetUp } from '@/server/services/setup';
import { router, signedInProcedure } from '../init';

export const setupRouter = router({
  /** Only the first admin may call it, once. The service knows who that is. */
  complete: signedInProcedure
    .input(completeSetUpInput)
    .output(completedSetUp)
    .mutation(({ ctx, input }) => completeSetUp({ ctx, input })),
});
