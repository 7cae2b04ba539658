import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { chooseStatus, expect, test } from './support/test';

const row = (page: Page, n: number) => page.locator('tbody tr').nth(n);
const rowLink = (page: Page, n: number) => row(page, n).getByRole('link');

async function openHook(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await page.getByRole('link', { name }).click();
  await page.waitForURL(/webhooks\/\d+$/);
  await expect(page.getByRole('columnheader', { name: 'UTC' })).toBeVisible();
  await expect(rowLink(page, 0)).toHaveAttribute('id', /^event-/);
}

test('filters are in the address, have names, and are removed one by one', async ({ admin }) => {
  await openHook(admin, 'Sample field reports (failing)');
  await chooseStatus(admin, 'Event Status', 'Discarded');
  await admin.getByRole('button', { name: 'Filters', exact: true }).click();
  await admin.getByRole('button', { name: 'Add condition' }).click();
  await admin.getByLabel('Column').last().selectOption('HTTP status');
  await admin.getByLabel('Value').last().fill('600');
  await admin.getByRole('button', { name: 'Apply' }).click();
  await expect(admin.getByText('Enter a status such as 418')).toBeVisible();
  await admin.getByLabel('Value').last().fill('5xx');
  await admin.getByRole('button', { name: 'Apply' }).click();
  await admin.waitForURL('**?status=discarded&response=5xx');
  await expect(row(admin, 0)).toContainText('Discarded');

  await admin.reload();
  await admin.getByRole('button', { name: 'Remove filter Event Status: Discarded' }).click();
  await admin.waitForURL('**?response=5xx');
  await admin.goto(`${admin.url()}&resource_id=nothing`);
  await expect(admin.getByText('No event matches these filters.')).toBeVisible();
  await expect(admin.getByText('Resource ID: nothing').first()).toBeVisible();
});

test('on a slow computer, a filter that is chosen before the last one shows keeps both', async ({
  admin,
}) => {
  await openHook(admin, 'Sample field reports (failing)');
  const tools = await admin.context().newCDPSession(admin);
  await tools.send('Emulation.setCPUThrottlingRate', { rate: 8 });
  await admin.getByRole('button', { name: /^Event Status\s*\d*$/ }).click();
  for (const status of ['Discarded', 'Retrying'])
    await admin.getByRole('menuitemcheckbox', { name: status }).click();
  await admin.waitForURL('**?status=discarded&status=retrying');
});

test('columns are hidden and shown again, as the browser remembers; time sorts both ways', async ({
  admin,
}) => {
  await openHook(admin, 'Sample ERP sync');
  const heads = admin.getByRole('columnheader');
  await admin.getByRole('button', { name: 'Event Type: column menu' }).click();
  await admin.getByRole('menuitem', { name: 'Hide column' }).click();
  await expect(heads).toHaveCount(4);
  await admin.getByRole('button', { name: 'Columns', exact: true }).click();
  await admin.getByRole('menuitemcheckbox', { name: 'Attempts' }).click();
  await admin.keyboard.press('Escape');
  await admin.reload();
  await expect(heads.last()).toHaveText('Attempts');

  const newest = await row(admin, 0).textContent();
  await admin.getByRole('button', { name: 'Timestamp in UTC: column menu' }).click();
  await admin.getByRole('menuitem', { name: 'Oldest first' }).click();
  await admin.waitForURL('**?order=oldest');
  await expect(admin.getByRole('columnheader', { name: 'Timestamp' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(row(admin, 0)).not.toHaveText(newest ?? '');
});

test('the table is exported with its filter, and chosen rows alone', async ({ admin }) => {
  await openHook(admin, 'Sample field reports (failing)');
  await chooseStatus(admin, 'Event Status', 'Discarded');
  await admin.waitForURL('**?status=discarded');
  await expect(row(admin, 0)).toContainText('Discarded');
  const save = async (name: string) => {
    const download = admin.waitForEvent('download');
    await admin.getByRole('link', { name }).click();
    expect((await download).suggestedFilename()).toMatch(
      /^Sample field reports \(failing\) \d{4}-\d{2}-\d{2}\.csv$/,
    );
    const text = await readFile(await (await download).path(), 'utf8');
    return text.trimEnd().split('\r\n');
  };
  const [heading, ...lines] = await save('Export CSV');
  expect(heading).toBe(
    '\uFEFFResource Name,Resource ID,Event Type,Event Status,Timestamp in UTC,HTTP status,Attempts,Event ID',
  );
  expect(lines.length).toBeGreaterThanOrEqual(2);
  expect(lines.every((line) => line.includes(',Discarded,'))).toBe(true);

  await row(admin, 0).getByRole('checkbox').check();
  await row(admin, 1).getByRole('checkbox').check();
  await expect(admin.getByText('2 events selected')).toBeVisible();
  expect((await save('Export selected')).slice(1)).toEqual(lines.slice(0, 2));
});
