'use client';

import { useRouter } from 'next/navigation';
import { useLocale } from 'next-intl';
import { useTheme } from 'next-themes';
import { useEffect } from 'react';
import { chooseLanguage } from '@/i18n/choose-language';
import { LANGUAGE_COOKIE } from '@/i18n/languages';
import type { Preferences } from './preferences';

/** Applies the account's preferences in a browser that has no choice of its own yet. */
export function FollowPreferences({ language, theme }: Preferences) {
  const router = useRouter();
  const locale = useLocale();
  const { setTheme } = useTheme();

  useEffect(() => {
    if (theme !== null && localStorage.getItem('theme') === null) setTheme(theme);
  }, [theme, setTheme]);

  useEffect(() => {
    const isChosen = document.cookie.includes(`${LANGUAGE_COOKIE}=`);
    if (language === null || language === locale || isChosen) return;
    chooseLanguage(language);
    router.refresh();
  }, [language, locale, router]);
  return null;
}
