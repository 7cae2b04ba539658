import { z } from 'zod';
import { newPassword, updateAccountInput } from './account';
import { shownName } from './shown-name';
import { id } from './tenant';

const NAME_LENGTH_MAX = 200;

const name = shownName(NAME_LENGTH_MAX);

/** The first admin's start: who they are, and the first company with its first project. */
export const completeSetUpInput = z.object({
  name,
  language: updateAccountInput.shape.language,
  timeZone: updateAccountInput.shape.timeZone,
  /** Left out, the password stays as it is; one who has none has to choose one. */
  newPassword: newPassword.optional(),
  /** Left out, none is made: for those who look at the sample first, or were given one. */
  tenant: z.object({ companyName: name, projectName: name }).optional(),
});
export type CompleteSetUpInput = z.infer<typeof completeSetUpInput>;

export const completedSetUp = z.object({
  email: z.string(),
  tenant: z.object({ companyId: id, projectId: id }).nullable(),
});
export type CompletedSetUp = z.infer<typeof completedSetUp>;
