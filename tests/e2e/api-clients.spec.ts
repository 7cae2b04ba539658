import { expectNoViolations } from './support/axe';
import { idOf, linkOf } from './support/operator';
import { expect, started, test } from './support/test';

const pathOf = async () =>
  `/companies/${await idOf('Sample Construction Co.', 'company', 'list')}/admin/api-clients`;

test('a client is made, gets a token, changes its secret, and is revoked', async ({
  admin,
  request,
}) => {
  const tokenBy = async (clientId: string, clientSecret: string) => {
    const answer = await request.post(`${started('E2E_ADDRESS')}/oauth/token`, {
      data: {
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
      },
    });
    return answer.status();
  };
  const path = await pathOf();
  await admin.goto(path.replace('admin/api-clients', 'tools/webhooks'));
  await admin.getByRole('link', { name: 'API clients' }).click();
  await expect(admin.getByRole('heading', { level: 1, name: 'API clients' })).toBeVisible();
  await admin.getByRole('button', { name: 'Create API client' }).press('Enter');
  const form = admin.getByRole('dialog', { name: 'Create API client' });
  await form.getByRole('button', { name: 'Create API client' }).click();
  await expect(form.getByText('Enter a name.')).toBeVisible();
  await expect(form.getByLabel('Name')).toBeFocused();
  await form.getByLabel('Name').fill('ERP of e2e');
  await form.getByLabel('Purpose').selectOption('Publish events');
  await form.getByLabel('Chosen projects only').check();
  await form.getByLabel('Sample Riverside Tower').check();
  await expectNoViolations(admin);
  await form.getByLabel('Name').press('Enter');

  const created = admin.getByRole('dialog', { name: 'ERP of e2e was created' });
  await created.waitFor();
  const [clientId = '', secret = ''] = await created.locator('dd code').allTextContents();
  await created.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(created.getByRole('button', { name: 'Copied' })).toBeVisible();
  await expectNoViolations(admin);
  await created.getByRole('button', { name: 'I saved it' }).click();
  const row = admin.getByRole('row').filter({ hasText: 'ERP of e2e' });
  await expect(row).toContainText('Publish events');
  await expect(row).toContainText('Sample Riverside Tower');
  await expect(row).toContainText('Never');
  await expect(admin.getByText(secret)).toHaveCount(0);
  expect(await tokenBy(clientId, secret)).toBe(200);

  const choose = async (action: string) => {
    await row.getByRole('button', { name: 'Actions for ERP of e2e' }).click();
    await admin.getByRole('menuitem', { name: action }).click();
  };
  await choose('Generate new secret');
  await admin.getByRole('dialog').getByRole('button', { name: 'Generate new secret' }).click();
  const rotated = admin.getByRole('dialog', { name: 'The new secret of ERP of e2e' });
  const next = (await rotated.locator('dd code').nth(1).textContent()) ?? '';
  await rotated.getByRole('button', { name: 'I saved it' }).click();
  await expect(row).toContainText('Two secrets until');
  expect(await tokenBy(clientId, secret)).toBe(200);
  expect(await tokenBy(clientId, next)).toBe(200);

  await choose('End previous secret');
  await admin.getByRole('dialog').getByRole('button', { name: 'End previous secret' }).click();
  await expect(row).not.toContainText('Two secrets');
  expect(await tokenBy(clientId, secret)).toBe(401);
  expect(await tokenBy(clientId, next)).toBe(200);

  await admin.reload();
  await choose('Revoke');
  const revoke = admin.getByRole('dialog', { name: 'Revoke ERP of e2e?' });
  await revoke.getByRole('textbox').fill('ERP of e2e');
  await revoke.getByRole('button', { name: 'Revoke' }).click();
  await expect(row).toContainText('Revoked');
  expect(await tokenBy(clientId, next)).toBe(401);
});

test('a person who may only read finds neither the link nor the page', async ({ page }) => {
  await page.goto(await linkOf('reads-clients@example.com', 'read_only'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/companies');
  const path = await pathOf();
  await page.goto(path.replace('admin/api-clients', 'tools/webhooks'));
  await expect(page.getByRole('link', { name: 'Webhooks', exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: 'API clients' })).toHaveCount(0);
  await page.goto(path);
  await expect(page.getByRole('heading', { name: 'You may not see this' })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme, in Portuguese`, () => {
    test.use({ colorScheme: theme, locale: 'pt-BR' });
    test('axe finds nothing, and a phone shows all of it', async ({ admin }) => {
      await admin.setViewportSize({ width: 320, height: 640 });
      await admin.goto(await pathOf());
      await expect(admin.getByRole('heading', { name: 'Clientes da API' })).toBeVisible();
      await expect(admin.locator('[aria-busy=true]')).toHaveCount(0);
      await expectNoViolations(admin);
      await admin.getByRole('button', { name: 'Criar cliente da API' }).click();
      await expect(admin.getByRole('dialog')).toBeVisible();
      await expectNoViolations(admin);
      expect(await admin.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    });
  });
}
