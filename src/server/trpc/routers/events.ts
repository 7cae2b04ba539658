import { z } from 'zod';
import { id } from '@/contracts/tenant';
import { publishEvents } from '@/server/services/publish/publish-events';
import { router, signedInProcedure } from '../init';

const publishInput = z.object({
  companyId: id,
  /** The text as it was published, because the source's data for its receivers must not change. */
  body: z.string(),
  hops: z.number().int().min(0).default(0),
});

export const eventsRouter = router({
  /**
   * The service checks the scope for each event, because each event names its project. There is no output schema,
   * because this is the one procedure that is called thousands of times a second.
   */
  publish: signedInProcedure
    .meta({ scope: 'events:write' })
    .input(publishInput)
    .mutation(({ ctx, input }) => publishEvents({ ctx, input })),
});
