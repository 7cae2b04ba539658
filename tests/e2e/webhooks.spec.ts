import { chooseStatus, expect, test } from './support/test';

test('from the choice of a project to the answer of the endpoint', async ({ admin }) => {
  await admin.getByRole('searchbox').fill('riverside');
  await expect(admin.getByRole('link', { name: 'Sample Harbor Bridge' })).toBeHidden();
  await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();

  const hooks = admin.getByRole('table');
  await expect(hooks.getByRole('row')).toHaveCount(3);
  await admin.getByRole('link', { name: 'Sample field reports (failing)' }).click();
  await expect(
    admin.getByRole('heading', { name: 'Sample field reports (failing)' }),
  ).toBeVisible();
  await expect(admin.getByRole('columnheader')).toHaveText([
    'Resource Name',
    'Resource ID',
    'Event Type',
    'Event Status',
    'Timestamp in UTC',
  ]);

  await chooseStatus(admin, 'Event Status', 'Discarded');
  await admin.waitForURL('**?status=discarded');
  const statuses = admin.locator('tbody tr td:nth-child(5)');
  await expect(statuses.first()).toHaveText('Discarded');
  expect(new Set(await statuses.allTextContents())).toEqual(new Set(['Discarded']));

  const resourceId = (await admin.locator('tbody tr td:nth-child(3)').first().textContent()) ?? '';
  await admin.locator('tbody a').first().click();
  const panel = admin.getByRole('dialog');
  await expect(panel.getByRole('heading').first()).toContainText(resourceId);
  await expect(panel.getByText('Discarded')).toBeVisible();
  await expect(panel.getByText('HTTP 500').first()).toBeVisible();
  await expect(panel.getByRole('region', { name: 'Response body' }).first()).toBeVisible();
});

test('events are found by the id of their resource, and the filter can be cleared', async ({
  admin,
}) => {
  await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await admin.getByRole('link', { name: 'Sample ERP sync' }).click();
  await expect(admin.getByRole('columnheader', { name: 'Resource ID' })).toBeVisible();
  const ids = admin.locator('tbody tr td:nth-child(3)');
  const wanted = (await ids.first().textContent()) ?? '';
  const box = admin.getByRole('searchbox', { name: 'Search by resource ID' });
  await box.fill(wanted);
  await box.press('Enter');
  await admin.waitForURL(`**?resource_id=${wanted}`);
  await expect(ids.first()).toHaveText(wanted);
  await expect.poll(async () => new Set(await ids.allTextContents())).toEqual(new Set([wanted]));

  await box.fill('no such id');
  await box.press('Enter');
  await expect(admin.getByText('No event matches these filters.')).toBeVisible();
  await admin.getByRole('button', { name: 'Clear filters' }).last().click();
  await expect(ids.first()).toHaveText(wanted);
});

test('pages lead forward and back', async ({ admin }) => {
  await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await admin.getByRole('link', { name: 'Sample ERP sync' }).click();
  const rows = admin.locator('tbody tr');
  await expect(rows).toHaveCount(50);
  const first = (await rows.first().textContent()) ?? '';
  await admin.getByRole('button', { name: 'Next page' }).click();
  await expect(admin.getByText(/^51–/)).toBeVisible();
  await expect(rows.first()).not.toHaveText(first);
  await admin.getByRole('button', { name: 'Previous page' }).click();
  await expect(admin.getByText(/^1–50 of/)).toBeVisible();
});

test('a page without access, or with an invalid address, is not found', async ({ admin }) => {
  for (const path of [
    '/companies/999/tools/webhooks',
    '/companies/1001/projects/999/tools/webhooks',
    '/companies/abc/tools/webhooks',
    '/companies/1001/tools/webhooks/999',
  ]) {
    await admin.goto(path);
    await expect(admin.getByText('Not found')).toBeVisible();
  }
});

test('the next visit starts at the last tenant', async ({ admin }) => {
  await admin.getByRole('link', { name: 'Sample Harbor Bridge' }).click();
  await admin.waitForURL('**/projects/*/tools/webhooks');
  const tenant = admin.url();
  await expect(admin.getByRole('table')).toBeVisible();
  await admin.goto('/');
  expect(admin.url()).toBe(tenant);
});

test('a page is complete in the first answer, with its address’s filter', async ({ admin }) => {
  await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await admin.getByRole('link', { name: 'Sample field reports (failing)' }).click();
  await admin.waitForURL(/webhooks\/\d+$/);
  const answer = await admin.request.get(`${admin.url()}?status=discarded`);
  const html = await answer.text();
  expect(html).toContain('Authorization Header');
  expect(html.match(/<tr class="relative/g)?.length).toBeGreaterThan(0);
  const calls: string[] = [];
  admin.on('request', (request) => {
    if (request.url().includes('/api/trpc/')) calls.push(request.url());
  });
  await admin.goto(`${admin.url()}?status=discarded`);
  await expect(admin.locator('tbody').getByText('Discarded').first()).toBeVisible();
  await admin.waitForLoadState('networkidle');
  expect(calls).toEqual([]);
});
