import { z } from 'zod';
import {
  apiClientAddress,
  apiClientList,
  clientAccess,
  createApiClientInput,
  createdApiClient,
  listApiClientsInput,
  rotatedClientSecret,
} from '@/contracts/api-clients';
import {
  createClient,
  describeAccess,
  endPreviousSecret,
  listClients,
  revokeClient,
  rotateClientSecret,
} from '@/server/services/api-clients';
import { router, signedInProcedure } from '../init';

/** The services refuse callers who are not admins of the company, above all API clients. */
export const apiClientsRouter = router({
  access: signedInProcedure.output(clientAccess).query(({ ctx }) => describeAccess({ ctx })),
  list: signedInProcedure
    .input(listApiClientsInput)
    .output(apiClientList)
    .query(({ ctx, input }) => listClients({ ctx, input })),
  create: signedInProcedure
    .input(createApiClientInput)
    .output(createdApiClient)
    .mutation(({ ctx, input }) => createClient({ ctx, input })),
  rotateSecret: signedInProcedure
    .input(apiClientAddress)
    .output(rotatedClientSecret)
    .mutation(({ ctx, input }) => rotateClientSecret({ ctx, input })),
  endPreviousSecret: signedInProcedure
    .input(apiClientAddress)
    .output(z.void())
    .mutation(({ ctx, input }) => endPreviousSecret({ ctx, input })),
  revoke: signedInProcedure
    .input(apiClientAddress)
    .output(z.void())
    .mutation(({ ctx, input }) => revokeClient({ ctx, input })),
});
