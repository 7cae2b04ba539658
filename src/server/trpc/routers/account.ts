import { z } from 'zod';
import { account, changePasswordInput, updateAccountInput } from '@/contracts/account';
import { changePassword, getAccount, updateAccount } from '@/server/services/accounts';
import { router, signedInProcedure } from '../init';

export const accountRouter = router({
  get: signedInProcedure.output(account).query(({ ctx }) => getAccount({ ctx })),
  update: signedInProcedure
    .input(updateAccountInput)
    .output(account)
    .mutation(({ ctx, input }) => updateAccount({ ctx, input })),
  changePassword: signedInProcedure
    .input(changePasswordInput)
    .output(z.object({ email: z.string() }))
    .mutation(({ ctx, input }) => changePassword({ ctx, input })),
});
