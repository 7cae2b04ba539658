import type { APIRequestContext, Page } from '@playwright/test';
import { expectNoViolations } from './support/axe';
import { idOf, linkOf, operator } from './support/operator';
import { expect, started, test } from './support/test';

const HOOK = 'Sample company directory';

/** The sample's company-level hook: its page, and the inspector that it delivers to. */
async function sampleHook() {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const hooks = await operator<{ id: string; name: string; destination_url: string }[]>(
    ...['hook', 'list', '--company', company],
  );
  const hook = hooks.find(({ name }) => name === HOOK);
  if (!hook) throw new Error(`no ${HOOK}`);
  const publish = (resourceId: string) =>
    operator(
      ...['event', 'publish', '--company', company, '--resource', 'Company Users'],
      ...['--event', 'create', '--resource-id', resourceId],
    );
  return {
    path: `/companies/${company}/tools/webhooks/${hook.id}`,
    inspector: new URL(hook.destination_url).pathname,
    publish,
  };
}

const cards = (page: Page) => page.getByRole('region', { name: 'Requests' }).locator('details');

async function setKnob(page: Page, knob: string, value: string): Promise<void> {
  await page.getByLabel(knob).fill(value);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved. It holds from the next request on.')).toBeVisible();
}

function send(request: APIRequestContext, path: string, headers: Record<string, string>) {
  return request.post(`${started('E2E_ADDRESS')}${path}`, { data: { id: 'forged' }, headers });
}

test('a delivery arrives by itself, verified, and leads to its event', async ({ admin }) => {
  const { inspector, publish } = await sampleHook();
  await admin.goto(inspector);
  await expect(admin.getByRole('heading', { name: 'Request inspector' })).toBeVisible();
  await publish('81001');
  const card = cards(admin).filter({ hasText: 'Company Users 81001' });
  await expect(card).toContainText('Verified');
  await expect(card).toContainText('Attempt 1');
  await expect(card).toContainText('Answered 200');
  // The newest one may open by itself a moment later, and a click would then close it.
  await expect(async () => {
    if (!(await card.getByText('Request body').isVisible())) await card.locator('summary').click();
    const verdict = card.getByText('The signature is that of the hook’s secret.');
    await expect(verdict).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(card.getByText('"resource_id": 81001')).toBeVisible();
  // The request as it was sent, without additions on the way.
  await expect(card.getByText('webhook-attempt: 1')).toBeVisible();
  await expect(card.getByText('content-security-policy')).toBeHidden();
  await card.getByRole('button', { name: 'Raw' }).click();
  await expect(card.getByText('"resource_id":81001')).toBeVisible();
  await card.getByRole('link', { name: 'Open the event' }).click();
  await admin.waitForURL('**/events/**');
  await expect(admin.getByRole('heading', { name: 'Company Users 81001' })).toBeVisible();
  await admin.goBack();
  await admin.getByRole('link', { name: HOOK }).click();
  await expect(admin.getByRole('heading', { name: HOOK, level: 1 })).toBeVisible();
});

test('it fails as configured, and Try now succeeds once it answers', async ({ admin }) => {
  const { inspector, path, publish } = await sampleHook();
  await admin.goto(inspector);
  await setKnob(admin, 'HTTP status', '500');
  await publish('81002');
  const mine = cards(admin).filter({ hasText: 'Company Users 81002' });
  await expect(mine.filter({ hasText: 'Attempt 3' })).toContainText('Answered 500');
  await setKnob(admin, 'HTTP status', '200');
  await admin.goto(path);
  await admin.getByRole('button', { name: 'Try now' }).click();
  await expect(
    admin.getByRole('row', { name: '81002' }).getByText('Delivered', { exact: true }),
  ).toBeVisible();
  await admin.goto(inspector);
  await expect(mine.first()).toContainText('Answered 200');

  await setKnob(admin, 'Fail the next', '1');
  await publish('81003');
  const next = cards(admin).filter({ hasText: 'Company Users 81003' });
  await expect(next.filter({ hasText: 'Attempt 1' })).toContainText('Answered 500');
  await expect(next.filter({ hasText: 'Attempt 2' })).toContainText('Answered 200');
  await expect(admin.getByLabel('Fail the next')).toHaveValue('0');
});

test('a bad signature has an explanation, until the list is cleared; bad settings name the remedy', async ({
  admin,
  request,
}) => {
  const { inspector } = await sampleHook();
  const now = String(Math.floor(Date.now() / 1000));
  const headers = { 'webhook-id': 'x_1', 'webhook-signature': 'v1,AAAA' };
  await send(request, inspector, { 'webhook-id': 'x_1' });
  await send(request, inspector, { ...headers, 'webhook-timestamp': '1700000000' });
  await send(request, inspector, { ...headers, 'webhook-timestamp': now });
  await admin.goto(inspector);
  const reasons = [
    'The signature does not match',
    'The timestamp is more than 5 minutes old',
    'The header webhook-timestamp is missing.',
  ];
  for (const [n, reason] of reasons.entries()) {
    const card = cards(admin).nth(n);
    await expect(card).toContainText('Not verified');
    if (n > 0) await card.locator('summary').press('Enter');
    await expect(card.getByText(reason)).toBeVisible();
    await expect(card.getByRole('link', { name: 'Open the event' })).toBeHidden();
  }

  await admin.getByLabel('Delay in ms').fill('40000');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByLabel('Delay in ms')).toBeFocused();
  await expect(admin.getByLabel('Delay in ms')).toHaveAccessibleDescription(
    /Enter a whole number from 0 to 35,000\./,
  );

  await admin.getByRole('button', { name: 'Clear', exact: true }).click();
  const dialog = admin.getByRole('dialog', { name: 'Clear the requests?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(cards(admin).first()).toBeVisible();
  await admin.getByRole('button', { name: 'Clear', exact: true }).click();
  await dialog.getByRole('button', { name: /^Clear \d+ requests$/ }).click();
  await expect(admin.getByText('Nothing has arrived yet')).toBeVisible();
  await expect(admin.getByRole('link', { name: 'Go to the hook' })).toBeVisible();
});

test('a person who may only read sees the requests, and no control that writes', async ({
  page,
  request,
}) => {
  const { inspector } = await sampleHook();
  await send(request, inspector, {});
  await page.goto(await linkOf('inspects@example.com', 'read_only'));
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL('**/companies');
  await page.goto(inspector);
  await expect(cards(page).first()).toContainText('Not verified');
  for (const name of ['Save', 'Clear'])
    await expect(page.getByRole('button', { name, exact: true })).toBeHidden();
  await page.goto('/inspector/there-is-none-of-this-id');
  await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme, in Portuguese`, () => {
    test.use({ colorScheme: theme, locale: 'pt-BR' });
    test('axe finds nothing, and a phone shows all of it', async ({ admin, request }) => {
      const { inspector } = await sampleHook();
      await send(request, inspector, { 'x-long': 'a'.repeat(2_000) });
      await admin.setViewportSize({ width: 320, height: 640 });
      await admin.goto(inspector);
      await expect(admin.getByText('Falta o cabeçalho webhook-id.')).toBeVisible();
      await expect(admin.getByText('x-long:')).toBeVisible();
      await expectNoViolations(admin);
      const width = await admin.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(320);
    });
  });
}
