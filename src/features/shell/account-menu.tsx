'use client';

import { useQueryClient } from '@tanstack/react-query';
import { CircleUserRound } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { type Account, isTheme, THEMES, usePreferences } from '@/features/account';
import { isLanguage, LANGUAGES } from '@/i18n/languages';
import { signOut } from '@/lib/session-calls';

type Props = {
  person: Pick<Account, 'email' | 'name'>;
  /** The release that runs. */
  version: string;
};

export function AccountMenu({ person, version }: Props) {
  const t = useTranslations('shell');
  const languageName = useTranslations('language');
  const language = useLocale();
  const { theme } = useTheme();
  const { choose } = usePreferences();
  const queryClient = useQueryClient();
  const router = useRouter();

  async function leave() {
    await signOut();
    // The next person at this browser must not find cached data.
    queryClient.clear();
    sessionStorage.clear();
    router.replace('/sign-in');
    router.refresh();
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" size="icon" aria-label={t('account')}>
          <CircleUserRound aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>{person.name || person.email}</DropdownMenuLabel>
        <DropdownMenuItem asChild>
          <Link href="/account">{t('yourAccount')}</Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t('language')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={language}
          onValueChange={(chosen) => isLanguage(chosen) && choose({ language: chosen })}
        >
          {LANGUAGES.map((each) => (
            <DropdownMenuRadioItem key={each} value={each} lang={each}>
              {languageName(each)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t('theme')}</DropdownMenuLabel>
        <DropdownMenuRadioGroup
          value={theme ?? 'system'}
          onValueChange={(chosen) => isTheme(chosen) && choose({ theme: chosen })}
        >
          {THEMES.map(([value, label]) => (
            <DropdownMenuRadioItem key={value} value={value}>
              {t(label)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={leave}>{t('signOut')}</DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{t('version', { version })}</DropdownMenuLabel>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
