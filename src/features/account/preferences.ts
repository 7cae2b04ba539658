import type { RouterOutputs } from '@/trpc/client';

export type Account = RouterOutputs['account']['get'];
export type Preferences = Pick<Account, 'language' | 'timeZone' | 'theme' | 'wantsMail'>;

export const THEMES = [
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
  ['system', 'themeSystem'],
] as const;

type Theme = (typeof THEMES)[number][0];

export function isTheme(value: string): value is Theme {
  return THEMES.some(([theme]) => theme === value);
}
