'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTheme } from 'next-themes';
import { chooseLanguage } from '@/i18n/choose-language';
import { useTRPC } from '@/trpc/client';
import type { Preferences } from './preferences';

/** Changes this browser at once, and saves the choice in the account for the next browser. */
export function usePreferences() {
  const trpc = useTRPC();
  const router = useRouter();
  const { setTheme } = useTheme();
  const update = useMutation(trpc.account.update.mutationOptions());

  async function choose(chosen: Partial<Preferences>) {
    if (chosen.theme) setTheme(chosen.theme);
    if (chosen.language) chooseLanguage(chosen.language);
    await update.mutateAsync(chosen).catch(() => {});
    router.refresh();
  }

  return { choose, isSaved: update.isSuccess, hasFailed: update.isError };
}
