import { linkOf } from './support/operator';
import { expect, fillSignIn, started, test } from './support/test';

test('the one-time link signs in at its button, not by being opened, and works once', async ({
  page,
  browser,
  request,
}) => {
  const link = await linkOf('joao@example.com');
  for (const method of ['GET', 'HEAD', 'GET']) await request.fetch(link, { method });
  await page.goto(link);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { name: 'Companies and projects' })).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await stranger.getByRole('button', { name: 'Continue' }).click();
  await expect(stranger.getByText('This link was used already')).toBeVisible();
  await stranger.close();
});

test('a wrong password is reported; the right one opens the requested page', async ({ page }) => {
  await page.goto('/companies?from=bookmark');
  await page.goto('/');
  await fillSignIn(page, 'not the password');
  await expect(page.getByText('E-mail or password is wrong.')).toBeVisible();
  await expect(page.locator('#password')).toBeFocused();
  await fillSignIn(page, started('E2E_PASSWORD'));
  await expect(page.getByRole('heading', { name: 'Companies and projects' })).toBeVisible();
});

test('sign-in returns to the requested page', async ({ page }) => {
  const asked = '/notifications?from=mail&x=a%26b';
  await page.goto(asked);
  await page.waitForURL(`**/sign-in?next=${encodeURIComponent(asked)}`);
  await fillSignIn(page, started('E2E_PASSWORD'));
  await page.waitForURL(`**${asked}`);
});

test('without JavaScript there is a message, and no password gets into an address', async ({
  browser,
}) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'pt-BR' });
  const page = await context.newPage();
  const answer = await page.goto(`${started('E2E_ADDRESS')}/sign-in`);
  // Chromium does not show noscript if only its tools turn scripts off.
  expect(await answer?.text()).toMatch(
    /<noscript>.*O console precisa de JavaScript\..*<\/noscript>/,
  );
  await page.locator('#password').fill('a secret of mine');
  await page.locator('button[type=submit]').click();
  expect(page.url()).not.toContain('secret');
  await context.close();
});

test('an empty form names the missing values', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('Enter your e-mail.')).toBeVisible();
  await expect(page.locator('#email')).toBeFocused();
});

test('sign-in leads to no other site', async ({ page }) => {
  await page.goto('/sign-in?next=/.//elsewhere.example/');
  await fillSignIn(page, started('E2E_PASSWORD'));
  await page.waitForURL(`${started('E2E_ADDRESS')}/companies`);
});

test('signing out ends the session, also for a copy of its cookie', async ({ admin, browser }) => {
  const copy = await browser.newContext({ storageState: await admin.context().storageState() });
  const thief = await copy.newPage();
  await thief.goto(`${started('E2E_ADDRESS')}/companies`);
  await expect(thief.getByRole('heading', { name: 'Companies and projects' })).toBeVisible();

  await admin.getByRole('button', { name: 'Account' }).click();
  await admin.getByRole('menuitem', { name: 'Sign out' }).click();
  await admin.waitForURL('**/sign-in');
  await admin.goto('/companies');
  await admin.waitForURL('**/sign-in?next=%2Fcompanies');
  await thief.goto(`${started('E2E_ADDRESS')}/companies`);
  await thief.waitForURL('**/sign-in?next=%2Fcompanies');
  await copy.close();
});

test('this machine’s other name serves as well', async ({ page }) => {
  const other = started('E2E_ADDRESS').replace('127.0.0.1', 'localhost');
  await page.goto(`${other}/companies`);
  await fillSignIn(page, started('E2E_PASSWORD'));
  await page.waitForURL(`${other}/companies`);
  await expect(page.getByRole('heading', { name: 'Companies and projects' })).toBeVisible();
});

test('many wrong passwords in a row are refused for a while', async ({ page }) => {
  await page.goto('/sign-in');
  await page.locator('#email').fill('somebody@example.com');
  await page.locator('#password').fill('guess');
  for (let n = 0; n < 11; n += 1) {
    const answer = page.waitForResponse('**/api/auth/callback/password');
    await page.locator('button[type=submit]').click();
    await answer;
  }
  await expect(page.getByText('Too many tries.')).toBeVisible();
});
