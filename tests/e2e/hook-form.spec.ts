import type { Page } from '@playwright/test';
import { startReceiver } from '@tests/support/receiver';
import { expectNoViolations } from './support/axe';
import { expect, started, test } from './support/test';

const PROJECT = '/companies/1001/projects/5002/tools/webhooks';
const COMPANY = '/companies/1001/tools/webhooks';

const urlField = (page: Page) => page.getByRole('textbox', { name: 'Endpoint URL' });
const save = (page: Page, name = 'Create Hook') => page.getByRole('button', { name, exact: true });
const box = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true });

test('a hook is created, shows its secret once, and is edited', async ({ admin }) => {
  const receiver = await startReceiver();
  await admin.goto(`${PROJECT}/new`);
  await expect(admin.getByText('No events selected: nothing will be sent.')).toBeVisible();
  await urlField(admin).fill(receiver.url);
  await admin.getByRole('textbox', { name: 'Authorization Header' }).fill('Bearer secret-98765');
  await admin.getByRole('searchbox').fill('observation items');
  await box(admin, 'Observation Items').check();
  await expect(admin.getByRole('heading', { name: 'Selected Events(3)' })).toBeVisible();
  await admin.getByRole('button', { name: 'Remove Observation Items.Delete' }).click();
  await expect(admin.getByRole('heading', { name: 'Selected Events(2)' })).toBeVisible();
  await save(admin).click();
  await expect(admin.getByText(/^whsec_/)).toBeVisible();
  await admin.getByRole('button', { name: 'I saved it' }).click();
  await admin.getByRole('button', { name: 'Not now' }).click();
  await admin.waitForURL(/webhooks\/\d+$/);
  await expect(admin.getByText(receiver.url).first()).toBeVisible();
  await receiver.close();

  await admin.goto(`${admin.url()}/edit`);
  await expect(admin.getByText('*****98765')).toBeVisible();
  await expect(admin.getByRole('combobox', { name: 'Payload Format' })).toBeDisabled();
  await admin.getByRole('textbox', { name: 'Name', exact: true }).fill('Quality');
  await admin.getByRole('button', { name: 'Clear all' }).click();
  await save(admin, 'Save').click();
  await expect(admin.getByRole('heading', { name: 'Quality', level: 1 })).toBeVisible();
  await expect(admin.getByText('*****98765').first()).toBeVisible();
});

test('a problem appears at its field and in a summary that links to it', async ({ admin }) => {
  await admin.goto(`${PROJECT}/new`);
  await save(admin).click();
  await expect(admin.getByRole('alert').getByText('Enter the endpoint’s URL.')).toBeVisible();
  await expect(urlField(admin)).toBeFocused();
  await expect(urlField(admin)).toHaveAccessibleDescription(/Enter the endpoint’s URL\./);
  await urlField(admin).fill('https://me:secret@example.com');
  await expect(urlField(admin)).toHaveAccessibleDescription(/Take the user name and password out/);

  await urlField(admin).fill('https://example.com');
  await admin.getByText('Delivery options').click();
  await admin.getByRole('textbox', { name: 'Namespace' }).fill('Not Valid');
  await admin.getByText('Delivery options').click();
  await save(admin).click();
  await expect(admin.getByRole('textbox', { name: 'Namespace' })).toBeFocused();
});

test('the keyboard alone selects in the tree, as a tree grid does', async ({ admin }) => {
  await admin.goto(`${PROJECT}/new`);
  const row = (name: string) => admin.getByRole('row', { name: new RegExp(`^${name}`) });
  await admin.getByRole('button', { name: 'Expand all' }).focus();
  await admin.keyboard.press('Tab');
  await expect(row('Construction Financials')).toBeFocused();
  await admin.keyboard.press('End');
  await expect(row('Quality & Safety')).toBeFocused();
  await expect(row('Quality & Safety')).toHaveAttribute('aria-setsize', '4');
  await admin.keyboard.press('ArrowRight');
  await expect(row('Quality & Safety')).toHaveAttribute('aria-expanded', 'true');
  await admin.keyboard.press('ArrowRight');
  await admin.keyboard.press('ArrowRight');
  await expect(box(admin, 'Quality & Safety: Create')).toBeFocused();
  await admin.keyboard.press('Space');
  await expect(box(admin, 'Quality & Safety: Create')).toBeChecked();
  expect(await box(admin, 'Quality & Safety').evaluate(isIndeterminate)).toBe(true);
  await admin.keyboard.press('Home');
  await admin.keyboard.press('ArrowLeft');
  await admin.keyboard.press('ArrowLeft');
  await expect(row('Quality & Safety')).toHaveAttribute('aria-expanded', 'false');
  await admin.keyboard.type('weather');
  await expect(admin.getByRole('searchbox')).toBeFocused();
  await expect(admin.getByRole('searchbox')).toHaveValue('weather');
  await expect(row('Weather Logs')).toBeVisible();

  await urlField(admin).focus();
  await admin.keyboard.type('https://example.com/keyboard');
  await admin.keyboard.press('Enter');
  await expect(admin.getByText(/^whsec_/)).toBeVisible();
});

function isIndeterminate(element: Element): boolean {
  return element instanceof HTMLInputElement && element.indeterminate;
}

test('an event that cannot be selected says why, until all projects are included', async ({
  admin,
}) => {
  await admin.goto(`${COMPANY}/new`);
  await admin.getByRole('searchbox').fill('observation items');
  await expect(admin.getByText(/^Belongs to projects/).first()).toBeVisible();
  await expect(box(admin, 'Observation Items')).toBeHidden();
  await box(admin, 'Include all projects').check();
  await box(admin, 'Observation Items').check();
  await expect(admin.getByRole('heading', { name: 'Selected Events(3)' })).toBeVisible();
  await box(admin, 'Include all projects').uncheck();
  await expect(admin.getByRole('heading', { name: 'Selected Events(0)' })).toBeVisible();
});

test('Back asks first: Stay keeps typed text, Leave goes one step', async ({ admin }) => {
  const dialog = admin.getByRole('dialog', { name: 'Leave without saving?' });
  const answer = (name: string) => dialog.getByRole('button', { name }).click();
  const name = admin.getByRole('textbox', { name: 'Name', exact: true });
  await admin.goto('/companies');
  await admin.getByRole('link', { name: 'Sample Harbor Bridge' }).click();
  await admin.getByRole('link', { name: 'Create Hook' }).click();
  await admin.waitForURL('**/new');

  // Nothing was typed, so there is no question.
  await expect(urlField(admin)).toBeVisible();
  await admin.goBack();
  await expect(admin.getByRole('heading', { name: 'Webhooks', level: 1 })).toBeVisible();
  await admin.goForward();

  await urlField(admin).fill('https://example.com/back');
  await name.fill('Typed');
  for (const leaving of [() => admin.goBack(), () => admin.goBack()]) {
    await leaving();
    await expect(dialog).toBeVisible();
    await answer('Stay');
    await expect(admin).toHaveURL(/\/new$/);
    await expect(name).toHaveValue('Typed');
    await expect(name).toBeFocused();
    await expect(urlField(admin)).toHaveValue('https://example.com/back');
  }
  await admin.getByRole('link', { name: 'Cancel' }).click();
  await answer('Stay');

  await admin.goBack();
  await answer('Leave');
  await expect(admin.getByRole('heading', { name: 'Webhooks', level: 1 })).toBeVisible();
  await expect(admin).toHaveURL(/webhooks$/);
  // The form is ahead, as always after Back. One more step back is one more page.
  await admin.goBack();
  await expect(admin).toHaveURL(/companies$/);
  await admin.goForward();
  await admin.goForward();
  await admin.waitForURL('**/new');

  // Forward, from a form that Back has opened.
  await admin.getByRole('link', { name: 'Cancel' }).click();
  await admin.waitForURL(/webhooks$/);
  await admin.goBack();
  await admin.waitForURL('**/new');
  await name.fill('Typed again');
  await admin.goForward();
  await answer('Stay');
  await expect(name).toHaveValue('Typed again');
  await expect(admin).toHaveURL(/\/new$/);
  await admin.goForward();
  await answer('Leave');
  await expect(admin).toHaveURL(/webhooks$/);
});

test('leaving asks first; the end of a session loses no typed text', async ({ admin, context }) => {
  await admin.goto(`${PROJECT}/new`);
  await urlField(admin).fill('https://example.com/kept');
  await admin.getByRole('link', { name: 'Cancel' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Leave without saving?' });
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(dialog).toBeHidden();

  await context.clearCookies();
  await save(admin).click();
  const session = admin.getByRole('dialog', { name: 'Your session has ended' });
  await session.getByLabel('Password').fill(started('E2E_PASSWORD'));
  await session.getByRole('button', { name: 'Sign in' }).click();
  await expect(admin.getByText(/^whsec_/)).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });
    test('axe finds nothing in any state of the form', async ({ admin }) => {
      await admin.goto(`${PROJECT}/new`);
      await admin.getByText('Delivery options').click();
      await admin.getByText('Sample body').click();
      await admin.getByRole('button', { name: 'Add header' }).click();
      // With all 121 rows it would examine thousands of equal elements.
      await admin.getByRole('searchbox').fill('observation');
      await box(admin, 'Observation Items').check();
      await save(admin).click();
      await expect(admin.getByText(/needs? your attention/)).toBeVisible();
      await expectNoViolations(admin);
    });
  });
}

test.describe('in Portuguese', () => {
  test.use({ locale: 'pt-BR' });
  test('the form uses it, also in its errors', async ({ admin }) => {
    await admin.goto(`${PROJECT}/new`);
    await expect(admin.getByRole('heading', { name: 'Criar gancho' })).toBeVisible();
    await save(admin, 'Criar gancho').click();
    await expect(
      admin.getByRole('alert').getByText('Informe a URL do ponto de extremidade.'),
    ).toBeVisible();
    await admin.getByRole('searchbox').fill('observacao');
    await expect(admin.getByRole('treegrid')).toBeVisible();
    await admin.setViewportSize({ width: 320, height: 640 });
    const width = await admin.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(320);
  });
});
