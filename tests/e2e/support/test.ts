import { test as base, type Cookie, expect, type Page } from '@playwright/test';
import { launch } from './start-product';

export { expect } from '@playwright/test';

const ADMIN = 'admin@example.com';

/** A value from the start of the product. */
export function started(name: 'E2E_ADDRESS' | 'E2E_DATA_DIR' | 'E2E_PASSWORD'): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is set by the start of the product`);
  return value;
}

export async function fillSignIn(page: Page, password: string): Promise<void> {
  await page.locator('#email').fill(ADMIN);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
}

/** Adds one status to the filter of the events table. `label` is the dropdown's. */
export async function chooseStatus(page: Page, label: string, status: string): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${label}\\s*\\d*$`) }).click();
  await page.getByRole('menuitemcheckbox', { name: status }).click();
  await page.keyboard.press('Escape');
}

/** The session that an earlier test began. It serves until a test ends it, because each sign-in takes a second or two. */
let session: Cookie | undefined;

/** `admin` is a page of a signed-in person, at the choice of company and project. */
export const test = base.extend<{ admin: Page }, { product: undefined }>({
  // Each worker has a product of its own, because some tests change what a whole product shows to its admin.
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
    async ({}, use) => {
      const product = await launch();
      process.env.E2E_ADDRESS = product.address;
      process.env.E2E_DATA_DIR = product.dataDir;
      process.env.E2E_PASSWORD = product.password;
      await use(undefined);
      await product.stop();
    },
    { scope: 'worker', auto: true, timeout: 300_000 },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from this pattern
  baseURL: async ({}, use) => use(started('E2E_ADDRESS')),
  page: async ({ page }, use) => {
    const refused: string[] = [];
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text());
    });
    await use(page);
    expect(refused, 'what the security policy refused').toEqual([]);
  },
  admin: async ({ page }, use) => {
    if (session) await page.context().addCookies([session]);
    await page.goto('/companies');
    if (new URL(page.url()).pathname === '/sign-in') {
      await fillSignIn(page, started('E2E_PASSWORD'));
      await page.waitForURL('**/companies');
      session = (await page.context().cookies()).find(({ name }) => name.includes('session-token'));
    }
    await use(page);
  },
});
