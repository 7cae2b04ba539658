import type { Browser, BrowserContext } from '@playwright/test';
import { fillSignIn, started } from '../e2e/support/test';
import type { World } from './world';

export const WHO = ['nobody', 'admin', 'reader'] as const;

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Signs in once, because the links of people without a password work only once. */
export async function stateOf(
  browser: Browser,
  who: (typeof WHO)[number],
  { readerLink }: World,
): Promise<State | undefined> {
  if (who === 'nobody') return undefined;
  const context = await browser.newContext({ baseURL: started('E2E_ADDRESS'), locale: 'en-US' });
  const page = await context.newPage();
  if (who === 'admin') {
    await page.goto('/sign-in');
    await fillSignIn(page, started('E2E_PASSWORD'));
  } else {
    await page.goto(readerLink);
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await page.waitForURL(/companies/);
  const state = await context.storageState();
  await context.close();
  return state;
}
