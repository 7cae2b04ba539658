import { foundTenants, searchTenantsInput } from '@/contracts/tenants';
import { searchTenants } from '@/server/services/accounts';
import { router, signedInProcedure } from '../init';

export const tenantsRouter = router({
  search: signedInProcedure
    .input(searchTenantsInput)
    .output(foundTenants)
    .query(({ ctx, input }) => searchTenants({ ctx, input })),
});
