import { PASSWORD_LENGTH_MIN } from '@/domain/limits';
import type { Language } from '@/i18n/languages';

export type Draft = {
  name: string;
  password: string;
  language: Language;
  timeZone: string | null;
  companyName: string;
  projectName: string;
};

/** The data that the set-up still needs. */
export type Asked = { needsTenant: boolean; hasSample: boolean; hasPassword: boolean };

export type Problem =
  | 'nameMissing'
  | 'tooShort'
  | 'tooCommon'
  | 'companyMissing'
  | 'projectMissing';
export type Problems = Partial<Record<keyof Draft, Problem>>;

/** If there is a sample, the first company can wait. A project needs a company, and a company needs a project. */
export function checkDraft(draft: Draft, { needsTenant, hasSample, hasPassword }: Asked): Problems {
  const [company, project] = [draft.companyName.trim(), draft.projectName.trim()];
  const isTenantDue = needsTenant && (!hasSample || company !== '' || project !== '');
  const isPasswordDue = !hasPassword || draft.password !== '';
  return {
    ...(draft.name.trim() === '' ? { name: 'nameMissing' as const } : {}),
    ...(isPasswordDue && draft.password.length < PASSWORD_LENGTH_MIN
      ? { password: 'tooShort' as const }
      : {}),
    ...(isTenantDue && company === '' ? { companyName: 'companyMissing' as const } : {}),
    ...(isTenantDue && project === '' ? { projectName: 'projectMissing' as const } : {}),
  };
}

/** The draft as it is sent, without empty fields. */
export function requestOf(draft: Draft) {
  const { name, language, timeZone, password, companyName, projectName } = draft;
  return {
    name,
    language,
    timeZone,
    ...(password === '' ? {} : { newPassword: password }),
    ...(companyName.trim() === '' ? {} : { tenant: { companyName, projectName } }),
  };
}

const KEY = 'gancho_setup';

/** Keeps the draft in this tab over a reload, except the password. */
export function keepDraft({ password: _, ...draft }: Draft): void {
  sessionStorage.setItem(KEY, JSON.stringify(draft));
}

export function keptDraft(): Partial<Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Partial<Draft>;
  } catch {
    return {};
  }
}

export function forgetDraft(): void {
  sessionStorage.removeItem(KEY);
}
