import { readFile } from 'node:fs/promises';
import { ROUTES } from '@/server/rest/routes';
import { appRouter } from '@/server/trpc/root';

/** Each route of the build and of the API, and each procedure, with a value for each parameter. */
export async function everyPath(address: string): Promise<string[]> {
  const built = JSON.parse(await readFile('.next/app-path-routes-manifest.json', 'utf8'));
  const pages = (Object.values(built) as string[]).map((path) => path.replace(/\[[^\]]+\]/g, '1'));
  // This page of the framework always has the status 500.
  const shown = pages.filter((path) => path !== '/_global-error');
  const rest = ROUTES.map(({ path }) => path.replace(/\{[^}]+\}/g, '1'));
  const procedures = Object.keys(appRouter._def.procedures).map((name) => `/api/trpc/${name}`);
  const auth = ['callback/password', 'signin/password', 'signout', '_log', 'session', 'csrf'];
  const script = /\/_next\/static\/[^"]+\.js/.exec(
    await (await fetch(`${address}/sign-in`)).text(),
  );
  return [
    ...new Set([...shown, ...rest, ...procedures, ...auth.map((name) => `/api/auth/${name}`)]),
    ...(script ?? []),
    '/_next/image?url=/icon.svg&w=64&q=75',
    '/nothing/here',
  ];
}
