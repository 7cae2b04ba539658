import { expectNoViolations } from './support/axe';
import { expect, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the API is described to everyone, in ${colorScheme} colours`, async ({
    browser,
    baseURL,
  }) => {
    const context = await browser.newContext({ locale: 'pt-BR', colorScheme });
    const page = await context.newPage();
    await page.goto(`${baseURL}/docs/api`);
    await expect(page.getByRole('heading', { name: 'Todas as chamadas' })).toBeVisible();
    await page.getByText('/api/health', { exact: false }).click();
    await expect(page.getByRole('button', { name: 'Enviar' })).toBeVisible();
    await expectNoViolations(page);
    await context.close();
  });
}

test('a call can be tried on this installation', async ({ page }) => {
  await page.goto('/docs/api');
  await page.getByText('/rest/v1.0/me', { exact: false }).click();
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('status').getByRole('region', { name: 'Answer 401' })).toContainText(
    'UNAUTHORIZED',
  );
});

test('the catalogue is searched by words', async ({ page }) => {
  await page.goto('/docs/api');
  await page.getByRole('searchbox', { name: 'Search resources' }).fill('rfi project');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.filter({ hasText: 'RFIs' })).not.toHaveCount(0);
  await expect(rows.filter({ hasText: 'Direct Costs' })).toHaveCount(0);
});
