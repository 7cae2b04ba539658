import { expectNoViolations } from './support/axe';
import { chooseStatus, expect, test } from './support/test';

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });

    test('no finding before signing in', async ({ page }) => {
      for (const path of ['/sign-in', '/start?once=x', '/start']) {
        await page.goto(path);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        await expectNoViolations(page);
      }
      await page.goto('/sign-in');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await expect(page.getByText('Enter your e-mail.')).toBeVisible();
      await expectNoViolations(page);
    });

    test('no finding from the choice of a company to an event', async ({ admin }) => {
      await expect(admin.getByRole('searchbox')).toBeVisible();
      await expectNoViolations(admin);
      await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();
      await expect(admin.getByRole('row')).toHaveCount(3);
      await expectNoViolations(admin);
      await admin.getByRole('link', { name: 'Sample field reports (failing)' }).click();
      await expect(admin.locator('tbody a').first()).toBeVisible();
      await admin.getByText('View All').click();
      await expect(admin.getByRole('dialog').getByText('Manpower Logs').first()).toBeVisible();
      await expectNoViolations(admin);
      await admin.keyboard.press('Escape');
      for (const status of ['Retrying', 'Discarded', 'Delivered']) {
        await chooseStatus(admin, 'Event Status', status);
        await expect(admin.locator('tbody').getByText(status).first()).toBeVisible();
        await expectNoViolations(admin);
        await admin.getByRole('button', { name: 'Clear filters' }).click();
      }
      await admin.locator('tbody a').first().click();
      await expect(admin.getByRole('heading', { name: 'Attempts' })).toBeVisible();
      await expectNoViolations(admin);
      for (const path of ['/companies/999/tools/webhooks', '/companies/1001/tools/webhooks/999']) {
        await admin.goto(path);
        await expect(admin.getByRole('heading', { name: 'Not found' })).toBeVisible();
        await expectNoViolations(admin);
      }
    });

    test('no finding outside of companies', async ({ admin }) => {
      for (const path of ['/account', '/notifications']) {
        await admin.goto(path);
        await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();
        await expectNoViolations(admin);
      }
    });
  });
}
