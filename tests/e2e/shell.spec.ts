import { expect, fillSignIn, started, test } from './support/test';

test('another site can neither frame a page nor make it write', async ({ admin }) => {
  const headers = (await admin.goto('/companies'))?.headers() ?? {};
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(/script-src [^;]*/.exec(policy)?.[0]).not.toContain('unsafe');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });

  const write = (headers: Record<string, string>) =>
    admin.request.post('/api/trpc/hooks.delete', { headers, data: '{"json":{}}' });
  const json = { 'content-type': 'application/json' };
  expect((await write({ ...json, 'sec-fetch-site': 'cross-site' })).status()).toBe(403);
  expect((await write({ ...json, origin: 'https://elsewhere.example' })).status()).toBe(403);
  expect((await write({ 'content-type': 'text/plain' })).status()).toBe(415);
  expect((await write({ ...json, origin: started('E2E_ADDRESS') })).status()).toBe(400);
  expect((await admin.request.get('/api/trpc/hooks.delete?input={}')).status()).toBe(405);
});

test('the account menu names the release', async ({ admin }) => {
  await admin.goto('/companies');
  await admin.getByRole('button', { name: 'Account' }).click();
  await expect(admin.getByRole('menu')).toContainText(/Version \d+\.\d+\.\d+/);
});

test('the session’s cookie is for this site and no script', async ({ admin }) => {
  const cookies = await admin.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith('next-auth.session-token'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});

test('a session that ends in mid-form is renewed in place: nothing typed is lost', async ({
  admin,
}) => {
  await admin.goto('/account');
  const name = admin.getByRole('textbox', { name: 'Name' });
  await name.fill('Ana Souza');
  await admin.context().clearCookies();
  await admin.getByRole('button', { name: 'Save' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Your session has ended' });
  await expect(dialog).toContainText('admin@example.com');
  await admin.keyboard.press('Escape');
  await dialog.getByLabel('Password').fill('not the password');
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog.getByText('E-mail or password is wrong.')).toBeVisible();
  await dialog.getByLabel('Password').fill(started('E2E_PASSWORD'));
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(dialog).toBeHidden();
  await expect(admin.getByText('Saved.')).toBeVisible();
  await admin.reload();
  await expect(name).toHaveValue('Ana Souza');
});

test('a session that begins in another window is enough', async ({ admin, context }) => {
  await admin.goto('/account');
  await context.clearCookies();
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('dialog')).toBeVisible();
  const other = await context.newPage();
  await other.goto('/sign-in');
  await fillSignIn(other, started('E2E_PASSWORD'));
  await other.waitForURL('**/companies');
  await admin.evaluate(() => window.dispatchEvent(new Event('focus')));
  await expect(admin.getByRole('dialog')).toBeHidden();
  await expect(admin.getByText('Saved.')).toBeVisible();
});

test('a password can be changed with the old one, which ends the other sessions', async ({
  admin,
  browser,
}) => {
  const old = started('E2E_PASSWORD');
  const elsewhere = await browser.newContext({ baseURL: started('E2E_ADDRESS') });
  const other = await elsewhere.newPage();
  await other.goto('/companies');
  await fillSignIn(other, old);
  await other.waitForURL('**/companies');

  await admin.goto('/account');
  const change = async (from: string, to: string) => {
    await admin.getByLabel('Current password').fill(from);
    await admin.getByLabel('New password').fill(to);
    await admin.getByRole('button', { name: 'Change password' }).click();
  };
  await change('a guess', 'quite long enough');
  await expect(admin.getByText('This is not your current password.')).toBeVisible();
  await expect(admin.getByLabel('Current password')).toBeFocused();
  await change(old, 'short');
  await expect(admin.getByText('Use at least 12 characters.')).toBeVisible();
  await change(old, 'password1234');
  await expect(admin.getByText('Programs guess this one first.')).toBeVisible();
  await expect(admin.getByLabel('New password')).toBeFocused();
  // The change has ended this session too, so it is not saved before the next one has begun.
  await admin.route(
    '**/api/auth/callback/password',
    async (route) => {
      await expect(admin.getByText('Saved.')).toBeHidden();
      await route.continue();
    },
    { times: 1 },
  );
  await change(old, 'another password');
  await expect(admin.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();

  await other.goto('/companies');
  await other.waitForURL('**/sign-in?next=%2Fcompanies');
  await elsewhere.close();
  await admin.goto('/account');
  await change('another password', old);
  await expect(admin.getByRole('status').filter({ hasText: 'Saved.' })).toBeVisible();
});

test('language and time zone are kept with the account', async ({ admin, browser }) => {
  await admin.goto('/account');
  await admin.getByLabel('Time zone').selectOption('America/Sao_Paulo');
  await expect(admin.getByText('Saved.')).toBeVisible();
  await admin.getByLabel('Language').selectOption('pt-BR');
  await expect(admin.getByRole('heading', { name: 'Sua conta' })).toBeVisible();

  const elsewhere = await browser.newContext({ baseURL: started('E2E_ADDRESS'), locale: 'en-US' });
  const other = await elsewhere.newPage();
  await other.goto('/account');
  await fillSignIn(other, started('E2E_PASSWORD'));
  await expect(other.getByRole('heading', { name: 'Sua conta' })).toBeVisible();
  await other.getByLabel('Idioma').selectOption('en');
  await expect(other.getByRole('heading', { name: 'Your account' })).toBeVisible();
  await elsewhere.close();
});

test('single keys work, except while typing or when they are off', async ({ admin }) => {
  await expect(admin.getByRole('searchbox')).toBeVisible();
  // Keys have a meaning as soon as the page's scripts have loaded.
  await expect(async () => {
    await admin.keyboard.press('/');
    await expect(admin.getByRole('searchbox')).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await admin.keyboard.press('?');
  await expect(admin.getByRole('searchbox')).toHaveValue('?');
  await admin.getByRole('heading', { level: 1 }).click();
  await admin.keyboard.press('?');
  const list = admin.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(list).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(list).toBeHidden();

  await admin.goto('/account');
  await admin.getByLabel('Single-letter keyboard shortcuts').uncheck();
  await admin.goto('/companies');
  await expect(admin.getByRole('searchbox')).toBeVisible();
  await admin.keyboard.press('/');
  await expect(admin.getByRole('searchbox')).not.toBeFocused();
});

test('notifications have a page of their own', async ({ admin }) => {
  await admin.getByRole('link', { name: /notifications?$/i }).click();
  await expect(admin.getByRole('heading', { name: 'Notifications' })).toBeVisible();
});

test('the account fits a narrow phone', async ({ admin }) => {
  await admin.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/account', '/notifications', '/companies']) {
    await admin.goto(path);
    await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
    const overflow = await admin.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, path).toBe(0);
  }
});
