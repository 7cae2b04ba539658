import type { Page } from '@playwright/test';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { hookIn } from './support/hook-in';
import { linkOf } from './support/operator';
import { expect, test } from './support/test';

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(() => receiver.close());

const choose = async (page: Page, action: string | RegExp) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
};
const rows = (page: Page) => page.locator('tbody');

test('a failed delivery is tried again, at once on request, and can be redelivered', async ({
  admin,
}) => {
  receiver.respondWith({ status: 503 });
  const { path, publish } = await hookIn('Failing first', receiver);
  await publish();
  await receiver.waitFor(4, 30_000);
  await admin.goto(path);
  await expect(rows(admin).getByText('Retrying')).toBeVisible();
  receiver.respondWith({ status: 200 });
  await admin.getByRole('button', { name: 'Try now' }).click();
  await expect(rows(admin).getByText('Delivered')).toBeVisible();

  await rows(admin).getByRole('link').first().click();
  const panel = admin.getByRole('dialog');
  const sent = receiver.requests.length;
  await panel.getByRole('button', { name: 'Redeliver' }).click();
  const requests = await receiver.waitFor(sent + 1, 15_000);
  expect(requests.at(-1)?.headers['webhook-id']).toBe(requests[0]?.headers['webhook-id']);
  await expect(panel.getByRole('button', { name: 'Redeliver' })).toBeVisible();
});

test('nothing below moves during an attempt of a failing hook', async ({ admin }) => {
  receiver.respondWith({ status: 503 });
  const { path, publish } = await hookIn('Steady', receiver);
  await publish();
  await receiver.waitFor(4, 30_000);
  await admin.goto(path);
  const next = admin.getByText(/^Next try/);
  await expect(next).toBeVisible();
  const topOf = async (heading: string) =>
    (await admin.getByRole('heading', { name: heading, exact: true }).boundingBox())?.y;
  const before = await topOf('Events');
  expect(before).toBeGreaterThan(0);
  receiver.respondWith({ mode: 'never' });
  await admin.getByRole('button', { name: 'Try now' }).click();
  await expect(next).toBeHidden();
  expect(await topOf('Events')).toBe(before);
});

test('a test event is followed to the answer of the endpoint, and marked', async ({ admin }) => {
  const { path } = await hookIn('Tested', receiver);
  await admin.goto(path);
  await admin.getByRole('button', { name: 'Send test event' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Send test event' }).click();
  await expect(admin.getByRole('dialog').getByText('The endpoint answered 200.')).toBeVisible();
  await admin.getByRole('link', { name: 'Show the request and the response' }).click();
  await admin.waitForURL('**/events/**');
  await expect(admin.getByText('Test', { exact: true }).first()).toBeVisible();
  expect(receiver.requests[0]?.headers['webhook-test']).toBe('true');
});

test('a disabled hook keeps its queue, which is sent or discarded', async ({ admin }) => {
  const { path, publish } = await hookIn('Paused', receiver);
  await admin.goto(path);
  await choose(admin, 'Disable');
  await admin.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(admin.getByText('Disabled', { exact: true })).toBeVisible();
  await publish();
  await expect(rows(admin).getByText('Queued')).toBeVisible();
  await admin.reload();
  await admin.getByRole('button', { name: 'Enable' }).click();
  await admin.getByRole('button', { name: 'Enable and send 1' }).click();
  await receiver.waitFor(1, 15_000);
  await expect(rows(admin).getByText('Delivered')).toBeVisible();

  await choose(admin, 'Disable');
  await admin.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await publish();
  // Rows do not move under the pointer, so new ones are announced.
  await admin.getByRole('button', { name: '1 new event' }).click();
  await expect(rows(admin).getByText('Queued')).toBeVisible();
  await admin.reload();
  await choose(admin, 'Discard 1 delivery');
  await admin.getByRole('dialog').getByRole('button', { name: 'Discard 1 delivery' }).click();
  await expect(rows(admin).getByText('Discarded')).toBeVisible();
  expect(receiver.requests).toHaveLength(1);
});

test('the secret is rotated and shown once; focus returns to the menu', async ({ admin }) => {
  const { path } = await hookIn('Rotated', receiver);
  await admin.goto(path);
  await choose(admin, 'Rotate secret');
  await expect(admin.getByRole('dialog')).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(admin.getByRole('button', { name: 'More actions' })).toBeFocused();
  await choose(admin, 'Rotate secret');
  await admin.getByRole('dialog').getByRole('button', { name: 'Rotate secret' }).click();
  await expect(admin.getByText(/^whsec_/)).toBeVisible();
  await admin.getByRole('button', { name: 'I saved it' }).click();
  await expect(admin.getByText(/^whsec_/)).toBeHidden();
});

test('a deleted hook is not in the list, and its history can still be read', async ({ admin }) => {
  const { path, publish } = await hookIn('Short-lived', receiver);
  await publish();
  await receiver.waitFor(1, 15_000);
  await admin.goto(path);
  await expect(rows(admin).getByText('Delivered')).toBeVisible();
  await choose(admin, 'Delete');
  const dialog = admin.getByRole('dialog');
  // It has delivered in the last seven days, so the person must type its name.
  await dialog.getByRole('textbox').fill('Short-lived');
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await admin.waitForURL(/webhooks$/);
  await expect(admin.getByRole('link', { name: 'Short-lived' })).toBeHidden();
  await admin.goto(path);
  await expect(admin.getByText(/^Deleted on/)).toBeVisible();
  await expect(rows(admin).getByText('Delivered')).toBeVisible();
  await expect(admin.getByRole('button', { name: 'More actions' })).toBeHidden();
  // Its former selection can still be read.
  await admin.getByRole('button', { name: 'View All' }).click();
  await expect(dialog.getByText('RFIs.Create')).toBeVisible();
  await expect(dialog.getByText(/had these events selected when it was deleted/)).toBeVisible();
});

test('a person who may only read sees no control that writes', async ({ page }) => {
  const { path, publish } = await hookIn('Read only', receiver);
  await publish();
  await receiver.waitFor(1, 15_000);
  await page.goto(await linkOf('reader@example.com', 'read_only'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/companies');
  await page.goto(path);
  await expect(rows(page).getByText('Delivered')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Use the API' })).toBeVisible();
  for (const name of ['More actions', 'Send test event', 'Enable', 'Try now'])
    await expect(page.getByRole('button', { name })).toBeHidden();
  await expect(page.getByRole('link', { name: 'Edit' })).toBeHidden();
  await rows(page).getByRole('link').first().click();
  await expect(page.getByRole('dialog').getByText('Copy as curl')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Redeliver' })).toBeHidden();
});
