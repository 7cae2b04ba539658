import type { Page } from '@playwright/test';
import { startReceiver } from '@tests/support/receiver';
import { idOf, operator } from './support/operator';
import { expect, test } from './support/test';

const DAY_MS = 86_400_000;
const chart = (page: Page) => page.getByRole('slider');

/** A new project with a hook that has delivered two events, one of them at the second attempt. */
async function deliveredHook(name: string) {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const { id } = await operator<{ id: string }>(
    ...['project', 'create', '--company', company, '--name', name],
  );
  const at = ['--company', company, '--project', String(id)];
  const receiver = await startReceiver({
    respond: (_, index) => ({ status: index === 0 ? 503 : 200 }),
  });
  const hook = await operator<{ id: string }>(
    ...['hook', 'create', ...at, '--name', name, '--destination-url', receiver.url],
    ...['--event', 'RFIs:create'],
  );
  for (const resource of ['1', '2']) {
    await operator(
      ...['event', 'publish', ...at, '--resource', 'RFIs', '--event', 'create'],
      ...['--resource-id', resource],
    );
  }
  await receiver.waitFor(3, 30_000);
  const list = `/companies/${company}/projects/${id}/tools/webhooks`;
  return { list, path: `${list}/${hook.id}`, receiver };
}

test('a chart shows a hook’s statistics, to the eye, by keyboard and by name', async ({
  admin,
}) => {
  const { list, path, receiver } = await deliveredHook('Charted');
  await admin.goto(path);
  const section = admin.getByRole('region', { name: 'Attempts' });
  await expect(section.getByText('2 succeeded')).toBeVisible();
  await expect(section.getByText('1 failed')).toBeVisible();
  await expect(section.getByText('66.6%')).toBeVisible();

  // The last bar is that of this hour, or the one before it if the hour has just begun.
  await section.getByRole('radio', { name: '24 hours' }).focus();
  await admin.keyboard.press('Tab');
  await expect(chart(admin)).toBeFocused();
  await expect(chart(admin)).toHaveAttribute('aria-valuenow', '24');
  await admin.keyboard.press('Home');
  await expect(chart(admin)).toHaveAttribute('aria-valuetext', /UTC: 0 succeeded, 0 failed$/);
  await expect(section.getByText('0 succeeded')).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(section.getByText('2 succeeded')).toBeVisible();

  await admin.goto(list);
  const row = admin.getByRole('row', { name: /Charted/ });
  await expect(row.getByText('2 attempts succeeded, 1 failed in the last 24 hours')).toBeAttached();
  await receiver.close();
});

test('the period is in the address, and survives filters and a reload', async ({ admin }) => {
  const { path, receiver } = await deliveredHook('Periods');
  await admin.goto(path);
  await admin.getByText('7 days', { exact: true }).click();
  await expect(admin).toHaveURL(/\?window=7d$/);
  await expect(chart(admin)).toHaveAttribute('aria-valuemax', '28');
  await admin.getByPlaceholder('Search by resource ID').fill('2');
  await admin.keyboard.press('Enter');
  await expect(admin).toHaveURL(/resource_id=2&window=7d$/);
  await admin.reload();
  await expect(admin.getByRole('radio', { name: '7 days' })).toBeChecked();
  // Only the browser knows local times. Once they appear, the page handles keys.
  await admin.locator('time[title]').first().waitFor();
  await admin.getByRole('radio', { name: '7 days' }).focus();
  await admin.keyboard.press('ArrowRight');
  await expect(admin.getByRole('radio', { name: '28 days' })).toBeChecked();
  await expect(admin).toHaveURL(/window=28d$/);
  const since = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 27 * DAY_MS);
  const day = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' });
  await expect(admin.getByText(`${day.format(since)} UTC`)).toBeVisible();
  await receiver.close();
});

test('a hook without attempts says so', async ({ admin }) => {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const at = ['--company', company, '--name', 'Quiet one', '--destination-url'];
  const { id } = await operator<{ id: string }>(
    ...['hook', 'create', ...at, 'http://127.0.0.1:9/', '--event', 'Company Vendors:create'],
  );
  await admin.goto(`/companies/${company}/tools/webhooks/${id}`);
  await expect(admin.getByText('No attempts in this period.')).toBeVisible();
  await admin.goto(`/companies/${company}/tools/webhooks`);
  const row = admin.getByRole('row', { name: /Quiet one/ });
  await expect(row.getByText('No attempts in the last 24 hours')).toBeAttached();
});
