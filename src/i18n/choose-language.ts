'use server';

import { cookies } from 'next/headers';
import { isLanguage, LANGUAGE_COOKIE } from './languages';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps the language in this browser. An unknown one is ignored: anyone can call an action. */
export async function chooseLanguage(language: string): Promise<void> {
  if (!isLanguage(language)) return;
  (await cookies()).set(LANGUAGE_COOKIE, language, {
    path: '/',
    maxAge: YEAR_SECONDS,
    sameSite: 'lax',
  });
}
