import type { Browser, Page } from '@playwright/test';
import { expectNoViolations } from './support/axe';
import { launch, type Product } from './support/start-product';
import { expect, test } from './support/test';

let product: Product;
test.beforeAll(async () => {
  test.setTimeout(240_000);
  product = await launch({ GANCHO_DEMO: '0' });
});
test.afterAll(() => product.stop());

async function open(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: product.address, locale: 'en-US' });
  return context.newPage();
}

async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectNoViolations(page);
  }
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

test('the printed link leads the first admin, by keyboard alone, to a company and the first hook', async ({
  browser,
}) => {
  const stranger = await open(browser);
  expect((await stranger.goto('/setup'))?.status()).toBe(404);
  await expect(stranger).not.toHaveTitle(/First steps/);

  const page = await open(browser);
  await page.goto(product.link);
  await page.getByRole('button', { name: 'Continue' }).press('Enter');
  await page.waitForURL('**/setup');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('First steps');
  await expectAccessible(page);

  const finish = page.getByRole('button', { name: 'Finish' });
  await finish.press('Enter');
  await expect(page.getByText('Enter your name.')).toBeVisible();
  await expect(page.getByText('Name the company.')).toBeVisible();
  await expect(page.getByLabel('Your name')).toBeFocused();
  await page.keyboard.type('Ana Souza');
  await page.keyboard.press('Tab');
  await page.keyboard.type('one of my own');
  await press(page, 'Tab', 'Tab', 'Tab');
  await page.keyboard.type('Torres Ltda.');

  await page.reload();
  await expect(page.getByLabel('Your name')).toHaveValue('Ana Souza');
  await expect(page.getByLabel('Company')).toHaveValue('Torres Ltda.');
  await expect(page.getByLabel('New password')).toHaveValue('');
  await page.getByLabel('New password').fill('one of my own');
  await page.getByLabel('Language').selectOption('es');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Primeros pasos');
  await page.getByLabel('Idioma').selectOption('en');
  await page.getByLabel('Project').fill('Harbor Bridge');
  await page.setViewportSize({ width: 320, height: 640 });
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await finish.press('Enter');
  await expect(page.getByRole('heading', { name: 'All set' })).toBeFocused();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Create Hook' }).press('Enter');
  await page.waitForURL('**/tools/webhooks/new');
  await expect(page.getByRole('heading', { name: 'Create Hook' })).toBeVisible();
  await page.context().close();

  // It works only once. The page and the link no longer exist, and the new password is valid.
  const again = await open(browser);
  await again.goto('/sign-in');
  await again.locator('#email').fill('admin@example.com');
  await again.locator('#password').fill('one of my own');
  await again.locator('button[type=submit]').click();
  await again.waitForURL('**/companies');
  await expect(again.getByText('Torres Ltda.')).toBeVisible();
  expect((await again.goto('/setup'))?.status()).toBe(404);
  await again.context().close();
  await stranger.goto(`/setup?once=${new URL(product.link).searchParams.get('once')}`);
  await stranger.waitForURL('**/start?once=*');
  await stranger.getByRole('button', { name: 'Continue' }).click();
  await expect(stranger.getByText('This link was used already')).toBeVisible();
  await stranger.context().close();
});
