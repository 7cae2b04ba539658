/**
 * Where to go after sign-in: a path of our own, or `/`. What a link brings along may be written by
 * anyone, and `//host` or `/\host` are other sites to a browser.
 */
export function safePath(given: string | string[] | undefined): string {
  if (typeof given !== 'string' || !given.startsWith('/')) return '/';
  const base = 'http://self.invalid';
  if (!URL.canParse(given, base)) return '/';
  const url = new URL(given, base);
  // Dots are gone now: `/.//host` has become `//host`.
  const path = `${url.pathname}${url.search}`;
  return url.origin === base && !path.startsWith('//') ? path : '/';
}
