import { expectNoViolations } from './support/axe';
import { expect, test } from './support/test';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the guide is open to everyone, in ${colorScheme} colours`, async ({ browser, baseURL }) => {
    for (const [locale, title, status] of [
      ['en-US', 'Webhooks: user guide', 'Queued'],
      ['pt-BR', 'Webhooks: guia do usuário', 'Na fila'],
      ['es-MX', 'Webhooks: guía del usuario', 'En cola'],
    ] as const) {
      const context = await browser.newContext({ locale, colorScheme });
      const page = await context.newPage();
      await page.goto(`${baseURL}/help/webhooks`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.getByRole('heading', { name: status, exact: true })).toBeVisible();
      await expectNoViolations(page);
      await context.close();
    }
  });
}

test('every entry of the table of contents leads to its part', async ({ page }) => {
  await page.goto('/help/webhooks');
  const entries = page.getByRole('navigation', { name: 'On this page' }).getByRole('link');
  for (const entry of await entries.all()) {
    await entry.click();
    const name = (await entry.textContent()) ?? '';
    await expect(page.getByRole('heading', { name, exact: true })).toBeInViewport();
  }
});

test('it fits a small phone', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await page.goto('/help/webhooks#payload-formats');
  await expect(page.getByRole('heading', { name: 'Payload formats' })).toBeInViewport();
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});

test('a signed-in person keeps the top bar', async ({ admin }) => {
  await admin.goto('/help/webhooks');
  await expect(admin.getByRole('button', { name: 'Account' })).toBeVisible();
  await expect(admin.getByText('kept for 28 days')).toBeVisible();
});
