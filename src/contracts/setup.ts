import { z } from 'zod';
import { newPassword, updateAccountInput } from './account';
import { shownName } from './shown-name';
import { id } from './tenant';

const NAME_LENGTH_MAX = 200;

const name = shownName(NAME_LENGTH_MAX);

/** The first admin's set-up: the admin, and the first company with its first project. */
export const completeSetUpInput = z.object({
  name,
  language: updateAccountInput.shape.language,
  timeZone: updateAccountInput.shape.timeZone,
  /** Without it the password does not change. An admin without a password must choose one. */
  newPassword: newPassword.optional(),
  /** Without it no company is made, for an admin who looks at the sample first, or already has a company. */
  tenant: z.object({ companyName: name, projectName: name }).optional(),
});
export type CompleteSetUpInput = z.infer<typeof completeSetUpInput>;

export const completedSetUp = z.object({
  email: z.string(),
  tenant: z.object({ companyId: id, projectId: id }).nullable(),
});
export type CompletedSetUp = z.infer<typeof completedSetUp>;
