import { z } from 'zod';
import { id } from '@/contracts/tenant';
import { publishEvents } from '@/server/services/publish/publish-events';
import { router, signedInProcedure } from '../init';

const publishInput = z.object({
  companyId: id,
  /** The text as it was published: what the source says for its receivers must stay as it is. */
  body: z.string(),
  hops: z.number().int().min(0).default(0),
});

export const eventsRouter = router({
  /**
   * The scope is asked for by the service, event by event, since each names its project. Without an
   * output schema: this is the one procedure that is called thousands of times a second.
   */
  publish: signedInProcedure
    .meta({ scope: 'events:write' })
    .input(publishInput)
    .mutation(({ ctx, input }) => publishEvents({ ctx, input })),
});
