import { z } from 'zod';
import { id } from '@/contracts/tenant';
import { removeSample } from '@/server/services/sample';
import { router, signedInProcedure } from '../init';

export const sampleRouter = router({
  /** There is one sample company: the service finds it and asks for the Admin role in it. */
  remove: signedInProcedure
    .meta({ scope: 'hooks:write' })
    .output(z.object({ id, name: z.string() }))
    .mutation(({ ctx }) => removeSample({ ctx })),
});
