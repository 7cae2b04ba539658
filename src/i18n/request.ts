import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { isLanguage, LANGUAGE_COOKIE, preferredLanguage } from './languages';

/** The chosen language; until one is chosen, the browser's. */
export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LANGUAGE_COOKIE)?.value;
  const locale = isLanguage(chosen)
    ? chosen
    : preferredLanguage((await headers()).get('accept-language'));
  const { default: messages } = await import(`./messages/${locale}/index.ts`);
  return { locale, messages, timeZone: 'UTC' };
});
