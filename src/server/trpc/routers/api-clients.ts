import { clientReach } from '@/contracts/api-clients';
import { describeReach } from '@/server/services/api-clients';
import { router, signedInProcedure } from '../init';

export const apiClientsRouter = router({
  reach: signedInProcedure.output(clientReach).query(({ ctx }) => describeReach({ ctx })),
});
