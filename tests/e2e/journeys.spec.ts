import type { Page } from '@playwright/test';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { Webhook } from 'standardwebhooks';
import { idOf, operator } from './support/operator';
import { expect, test } from './support/test';

const SECONDS_MAX = 60;
const CLICKS_MAX = 6;

/** The texts of the screens on the way, in one language. */
type Words = Record<
  'create' | 'url' | 'urlMissing' | 'search' | 'savedIt' | 'sendTest' | 'delivered',
  string | RegExp
>;
const ENGLISH: Words = {
  create: 'Create Hook',
  url: 'Endpoint URL',
  urlMissing: 'Enter the endpoint’s URL.',
  search: 'Search by tool or description',
  savedIt: 'I saved it',
  sendTest: 'Send test event',
  delivered: 'Delivered',
};
const PORTUGUESE: Words = {
  create: 'Criar gancho',
  url: 'URL do ponto de extremidade',
  urlMissing: 'Informe a URL do ponto de extremidade.',
  search: 'Pesquisar por ferramenta ou descrição',
  savedIt: 'Já guardei',
  sendTest: 'Enviar evento de teste',
  delivered: 'Entregue',
};

/** The address of a new project without any content. */
async function emptyProject(name: string) {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const created = await operator<{ id: string }>(
    ...['project', 'create', '--company', company, '--name', name],
  );
  return `/companies/${company}/projects/${created.id}/tools/webhooks`;
}

/** The receiver must get the signature of the secret. */
async function firstVerifiedDelivery(receiver: Receiver, secret: string) {
  const [request] = await receiver.waitFor(1, 30_000);
  if (!request) throw new Error('nothing came');
  expect(request.headers['webhook-test']).toBe('true');
  return new Webhook(secret).verify(request.body, request.headers);
}

const secretOn = async (page: Page) => {
  const secret = page.getByText(/^whsec_/);
  await expect(secret).toBeVisible();
  return (await secret.textContent()) ?? '';
};

for (const [locale, words] of [
  ['en-US', ENGLISH],
  ['pt-BR', PORTUGUESE],
] as const) {
  test.describe(locale, () => {
    test.use({ locale });

    test('from an empty project to a verified delivery, by mouse', async ({ admin }) => {
      const receiver = await startReceiver();
      const path = await emptyProject(`Mouse ${locale}`);
      await admin.goto(path);
      const begin = Date.now();
      let clicks = 0;
      const click = async (role: 'link' | 'button' | 'checkbox', name: string | RegExp) => {
        clicks += 1;
        await admin.getByRole(role, { name, exact: true }).first().click();
      };
      await click('link', words.create);
      await admin.waitForURL('**/new');
      // Saved too early: the missing value is reported at its field, which gets the focus.
      await click('button', words.create);
      await expect(admin.getByRole('alert').getByText(words.urlMissing)).toBeVisible();
      const url = admin.getByRole('textbox', { name: words.url });
      await expect(url).toBeFocused();
      await url.fill(receiver.url);
      await admin.getByRole('searchbox', { name: words.search }).fill('observation items');
      await click('checkbox', 'Observation Items');
      await click('button', words.create);
      const secret = await secretOn(admin);
      await click('button', words.savedIt);
      await click('button', words.sendTest);
      await admin.waitForURL(/webhooks\/\d+$/);
      expect(await firstVerifiedDelivery(receiver, secret)).toMatchObject({
        resource_type: 'Observation Items',
      });
      await expect(admin.locator('tbody').getByText(words.delivered)).toBeVisible();
      expect(clicks).toBeLessThanOrEqual(CLICKS_MAX);
      expect((Date.now() - begin) / 1000).toBeLessThan(SECONDS_MAX);
      await receiver.close();
    });

    test('the same by keyboard alone', async ({ admin }) => {
      const receiver = await startReceiver();
      const path = await emptyProject(`Keyboard ${locale}`);
      await admin.goto(path);
      const { keyboard } = admin;
      await tabTo(admin, 'link', words.create);
      await keyboard.press('Enter');
      await admin.waitForURL('**/new');
      await tabTo(admin, 'textbox', words.url);
      await keyboard.type(receiver.url);
      await tabTo(admin, 'searchbox', words.search);
      await keyboard.type('observation items');
      await expect(
        admin.getByRole('checkbox', { name: 'Observation Items', exact: true }),
      ).toBeVisible();
      // The grid has one place in the tab order: its first row, which holds all results.
      await tabTo(admin, 'row', /Quality & Safety/);
      await keyboard.press('Space');
      await tabTo(admin, 'button', words.create);
      await keyboard.press('Enter');
      const secret = await secretOn(admin);
      await tabTo(admin, 'button', words.savedIt);
      await keyboard.press('Enter');
      await tabTo(admin, 'button', words.sendTest);
      await keyboard.press('Enter');
      await admin.waitForURL(/webhooks\/\d+$/);
      await firstVerifiedDelivery(receiver, secret);
      await expect(admin.locator('tbody').getByText(words.delivered)).toBeVisible();
      await receiver.close();
    });
  });
}

/** Presses Tab until the element has the focus. */
async function tabTo(
  page: Page,
  role: 'link' | 'button' | 'textbox' | 'searchbox' | 'row',
  name: string | RegExp,
): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true }).first();
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses++) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`60 presses of Tab do not reach ${role} ${name}`);
}
