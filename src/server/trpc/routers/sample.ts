import { z } from 'zod';
import { id } from '@/contracts/tenant';
import { removeSample } from '@/server/services/sample';
import { router, signedInProcedure } from '../init';

export const sampleRouter = router({
  /** There is only one sample company. The service finds it and requires its Admin role. */
  remove: signedInProcedure
    .meta({ scope: 'hooks:write' })
    .output(z.object({ id, name: z.string() }))
    .mutation(({ ctx }) => removeSample({ ctx })),
});
