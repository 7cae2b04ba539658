import { LANGUAGE_COOKIE, type Language } from './languages';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Keeps the language in this browser, for each page that is rendered from now on. */
export function chooseLanguage(language: Language): void {
  // biome-ignore lint/suspicious/noDocumentCookie: not every supported browser has the Cookie Store API.
  document.cookie = `${LANGUAGE_COOKIE}=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
