import { completedSetUp, completeSetUpInput } from '@/contracts/setup';
import { completeSetUp } from '@/server/services/setup';
import { router, signedInProcedure } from '../init';

export const setupRouter = router({
  /** The first admin's, once: the service knows who that is. */
  complete: signedInProcedure
    .input(completeSetUpInput)
    .output(completedSetUp)
    .mutation(({ ctx, input }) => completeSetUp({ ctx, input })),
});
