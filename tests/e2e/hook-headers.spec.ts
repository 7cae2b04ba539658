import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe';
import { idOf, operator } from './support/operator';
import { expect, test } from './support/test';

const COMPANY = 'Sample Construction Co.';
const PROJECT = 'Sample Harbor Bridge';
const ASKED = /The URL leads to another server now\. Replace this header’s value/;

const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The page of a hook whose Authorization an operator has set. */
async function aHook(): Promise<string> {
  const company = String(await idOf(COMPANY, 'company', 'list'));
  const project = String(await idOf(PROJECT, 'project', 'list', '--company', company));
  const at = ['--company', company, '--project', project];
  const hook = await operator<{ id: string }>(
    ...['hook', 'create', ...at, '--destination-url', 'https://example.com/hooks'],
    ...['--authorization', 'Bearer of-the-operator-12345', '--status', 'disabled'],
  );
  return `/companies/${company}/projects/${project}/tools/webhooks/${hook.id}`;
}

test('a hook that moves to another server asks for the values that others have set', async ({
  admin,
}) => {
  const hook = await aHook();
  await admin.goto(`${hook}/edit`);
  await expect(admin.getByText('*****12345')).toBeVisible();
  await admin.getByRole('textbox', { name: 'Endpoint URL' }).fill('https://example.org/hooks');
  await save(admin).click();
  const replace = button(admin, 'Replace Authorization Header');
  await expect(replace).toBeFocused();
  await expect(replace).toHaveAccessibleDescription(ASKED);
  await expect(admin.getByRole('alert').getByText(ASKED)).toBeVisible();
  await expectNoViolations(admin);

  await replace.click();
  await admin.getByRole('textbox', { name: 'Authorization Header' }).fill('Bearer of-mine-67890');
  await save(admin).click();
  await admin.waitForURL((url) => url.pathname === hook);
  await expect(admin.getByText('*****67890').first()).toBeVisible();

  // The person who set a value can move it to another origin.
  await admin.goto(`${hook}/edit`);
  await admin.getByRole('textbox', { name: 'Endpoint URL' }).fill('https://example.net/hooks');
  await save(admin).click();
  await admin.waitForURL((url) => url.pathname === hook);
  await expect(admin.getByText('https://example.net/hooks').first()).toBeVisible();
});

test('another header is shown masked, or in clear if its value is not secret', async ({
  admin,
}) => {
  const hook = await aHook();
  const lines = [
    { name: 'X-Site', value: 'the-secret-of-the-site', isShown: false },
    { name: 'X-Source', value: 'the-source', isShown: true },
  ];
  await admin.goto(`${hook}/edit`);
  for (const { name, value, isShown } of lines) {
    await button(admin, 'Add header').click();
    await admin.getByRole('textbox', { name: 'Header name' }).last().fill(name);
    await admin.getByRole('textbox', { name: 'Header value' }).last().fill(value);
    const shown = admin.getByRole('checkbox', { name: `Show the value of ${name}` });
    await expect(shown).not.toBeChecked();
    if (isShown) await shown.check();
  }
  await save(admin).click();
  await admin.waitForURL((url) => url.pathname === hook);
  await button(admin, 'Show all settings').click();
  await expect(admin.getByText('X-Source: the-source')).toBeVisible();
  await expect(admin.getByText('X-Site: *****-site')).toBeVisible();
  expect(await admin.content()).not.toContain('the-secret-of');

  await admin.goto(`${hook}/edit`);
  await expect(admin.getByText('the-source')).toBeVisible();
  await expect(admin.getByRole('checkbox', { name: 'Show the value of X-Source' })).toBeChecked();
  await expectNoViolations(admin);
});
