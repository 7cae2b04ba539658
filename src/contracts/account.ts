import { z } from 'zod';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '@/domain/limits';
import { shownName } from './shown-name';

/** The same list as the console's languages. A person who has chosen none follows the browser. */
const PREFERRED_LANGUAGES = ['en', 'pt-BR', 'es'] as const;
const THEMES = ['light', 'dark', 'system'] as const;

/** An IANA name that this runtime knows. */
const timeZone = z.string().max(100).refine(isTimeZone, { message: 'is not a known time zone.' });

/** The signed-in person. A preference is null until it is chosen. */
export const account = z.object({
  email: z.string(),
  name: z.string(),
  hasPassword: z.boolean(),
  language: z.enum(PREFERRED_LANGUAGES).nullable(),
  timeZone: z.string().nullable(),
  theme: z.enum(THEMES).nullable(),
  /** Whether the person gets mail when a hook fails, recovers or is disabled. */
  wantsMail: z.boolean(),
  /** Whether this installation has a mail server. */
  canMail: z.boolean(),
});
export type Account = z.infer<typeof account>;

/** A missing field keeps its value. Null follows the browser again. */
export const updateAccountInput = z.object({
  /** Empty: no name. */
  name: z.union([z.literal(''), shownName(200)]).optional(),
  language: z.enum(PREFERRED_LANGUAGES).nullable().optional(),
  timeZone: timeZone.nullable().optional(),
  theme: z.enum(THEMES).nullable().optional(),
  wantsMail: z.boolean().optional(),
});
export type UpdateAccountInput = z.infer<typeof updateAccountInput>;

export const newPassword = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);

export const changePasswordInput = z.object({
  /** Required from people who have a password, because an unattended session must not lock its owner out. */
  currentPassword: z.string().max(PASSWORD_LENGTH_MAX),
  newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
