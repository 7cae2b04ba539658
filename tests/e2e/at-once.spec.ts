import type { Page } from '@playwright/test';
import { type Receiver, startReceiver } from '@tests/support/receiver';
import { hookIn } from './support/hook-in';
import { expect, test } from './support/test';

/** Holds back requests to such an address, as a slow network does, until they are released. */
async function hold(page: Page, address: string, then: 'fail' | 'continue') {
  let letGo = () => {};
  const isLetGo = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await page.route(address, async (route) => {
    await isLetGo;
    await (then === 'fail' ? route.abort('connectionreset') : route.continue());
  });
  return () => letGo();
}

async function disable(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
}

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(() => receiver.close());

test('a hook is shown disabled at once; after a failure it is as before, with a message', async ({
  admin,
}) => {
  const { path } = await hookIn('Hesitant', receiver);
  await admin.goto(path);
  const enable = admin.getByRole('button', { name: 'Enable', exact: true });
  const test = admin.getByRole('button', { name: 'Send test event' });
  await expect(test).toBeVisible();

  const fail = await hold(admin, '**/api/trpc/hooks.update?*', 'fail');
  await disable(admin);
  await expect(enable).toBeVisible();
  await expect(admin.getByRole('dialog')).toBeHidden();
  fail();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByText('No answer came.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(test).toBeVisible();
  await expect(enable).toBeHidden();
});

test('notifications are shown as read at once, and unread again after a failure', async ({
  admin,
}) => {
  receiver.respondWith({ status: 410 });
  const { publish } = await hookIn('Gone', receiver);
  await publish();
  await admin.goto('/notifications');
  const bell = admin.getByRole('link', { name: /unread notification/ });
  const fresh = admin.locator('main').getByText('New', { exact: true });
  await expect(async () => {
    await admin.reload();
    await expect(fresh.first()).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  const count = await fresh.count();

  const fail = await hold(admin, '**/api/trpc/notifications.markRead?*', 'fail');
  await admin.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(fresh).toHaveCount(0);
  await expect(bell).toBeHidden();
  fail();
  await expect(admin.getByText('No answer came.')).toBeVisible();
  await expect(fresh).toHaveCount(count);
  await expect(bell).toBeVisible();
});

test('a menu opens at its first item by the key that loads its code', async ({ admin }) => {
  await admin.reload();
  await expect(admin.getByRole('searchbox')).toBeVisible();
  await admin.waitForLoadState('networkidle');
  const arrive = await hold(admin, '**/_next/static/chunks/**', 'continue');
  const button = admin.getByRole('button', { name: 'Account' });
  await button.focus();
  await admin.keyboard.press('Enter');
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  await expect(admin.getByRole('menu')).toHaveCount(0);
  arrive();
  await expect(admin.getByRole('menuitem', { name: 'Your account' })).toBeFocused();
  await admin.keyboard.press('Escape');
  await expect(button).toBeFocused();
});
