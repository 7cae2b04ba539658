/**
 * The page after the sign-in: a path of our own, or `/`. Anyone can write a link, and browsers read `//host` or
 * `/\host` as other sites.
 */
export function safePath(given: string | string[] | undefined): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return '/';
  const base = 'http://self.invalid';
  if (!URL.canParse(given, base)) return '/';
  const url = new URL(given, base);
  // The dots are resolved here: `/.//host` has become `//host`.
  const path = `${url.pathname}${url.search}`;
  return url.origin === base && !path.startsWith('//') ? path : '/';
}
