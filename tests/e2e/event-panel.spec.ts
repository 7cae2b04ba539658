import type { Page } from '@playwright/test';
import { expectNoViolations } from './support/axe';
import { chooseStatus, expect, test } from './support/test';

const links = (page: Page) => page.locator('tbody a[data-row]');
const panel = (page: Page) => page.getByRole('dialog');

/** The address changes a moment before the panel. */
const untilShown = (page: Page) =>
  expect(panel(page)).toContainText(/events\/(\d+)/.exec(page.url())?.[1] ?? 'no event');

async function openHook(page: Page, name = 'Sample ERP sync'): Promise<void> {
  await page.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await page.getByRole('link', { name }).click();
  await page.waitForURL(/webhooks\/\d+$/);
  await expect(links(page).first()).toBeVisible();
}

test('by keyboard: a row opens, its neighbours follow, and the focus comes back to the row', async ({
  admin,
}) => {
  await openHook(admin);
  const { keyboard } = admin;
  await keyboard.press('j');
  await expect(links(admin).nth(0)).toBeFocused();
  await keyboard.press('j');
  await keyboard.press('ArrowDown');
  await expect(links(admin).nth(2)).toBeFocused();
  await keyboard.press('k');
  await keyboard.press('ArrowUp');
  await keyboard.press('ArrowDown');
  await expect(links(admin).nth(1)).toBeFocused();

  const hookPage = admin.url();
  await keyboard.press('Enter');
  await admin.waitForURL('**/events/**');
  const second = admin.url();
  await expect(panel(admin).getByRole('heading', { name: 'Attempts' })).toBeVisible();
  await keyboard.press('Escape');
  await expect(panel(admin)).toBeHidden();
  await expect(admin).toHaveURL(hookPage);
  await expect(links(admin).nth(1)).toBeFocused();

  await keyboard.press('Enter');
  const previous = panel(admin).getByRole('button', { name: 'Previous event' });
  await expect(previous).toHaveAttribute('aria-disabled', 'false');
  await panel(admin).getByRole('button', { name: 'Next event' }).press('Enter');
  await expect(admin).not.toHaveURL(second);
  await untilShown(admin);
  await expect(previous).toHaveAttribute('aria-disabled', 'false');
  await keyboard.press('k');
  await expect(admin).toHaveURL(second);
  await untilShown(admin);
  await expect(previous).toHaveAttribute('aria-disabled', 'false');
  await previous.press('Enter');
  await expect(admin).not.toHaveURL(second);
  await expect(previous).toHaveAttribute('aria-disabled', 'true');
  await keyboard.press('Escape');
  await expect(links(admin).nth(0)).toBeFocused();
  // One step, after any number of viewed events.
  await admin.goForward();
  await expect(panel(admin)).toBeVisible();
});

test('the columns have their menus by keyboard, and rows are chosen by it', async ({ admin }) => {
  await openHook(admin);
  const { keyboard } = admin;
  const menu = admin.getByRole('button', { name: 'Resource ID: column menu' });
  await menu.press('Enter');
  await expect(admin.getByRole('menuitem', { name: 'Hide column' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await keyboard.press('Space');
  await expect(admin.getByRole('menuitem', { name: 'Hide column' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(admin.getByRole('columnheader', { name: /Resource ID/ })).toHaveCount(0);

  const times = admin.locator('tbody time');
  const newest = await times.first().textContent();
  const time = admin.getByRole('button', { name: 'Timestamp in UTC: column menu' });
  await time.press('ArrowDown');
  // A menu moves the focus a moment after the key.
  await keyboard.press('End');
  await expect(admin.getByRole('menuitem', { name: 'Hide column' })).toBeFocused();
  await keyboard.press('Home');
  await expect(admin.getByRole('menuitem', { name: 'Oldest first' })).toBeFocused();
  await keyboard.press('Enter');
  await admin.waitForURL('**?order=oldest');
  // Until the new order has loaded, the rows are in the old one.
  await expect(times.first()).not.toHaveText(newest ?? '');

  const box = admin.locator('tbody tr').first().getByRole('checkbox');
  await box.focus();
  await keyboard.press('Space');
  await expect(admin.getByText('1 event selected')).toBeVisible();
});

for (const theme of ['light', 'dark'] as const) {
  test.describe(`${theme} theme`, () => {
    test.use({ colorScheme: theme });
    test('axe finds nothing in the open panel, nor in the page behind it', async ({ admin }) => {
      await openHook(admin, 'Sample field reports (failing)');
      for (const status of ['Retrying', 'Discarded']) {
        await chooseStatus(admin, 'Event Status', status);
        await expect(admin.locator('tbody').getByText(status).first()).toBeVisible();
        await links(admin).first().click();
        await expect(panel(admin).getByRole('heading', { name: 'Attempts' })).toBeVisible();
        await expectNoViolations(admin);
        await admin.keyboard.press('Escape');
        await expect(panel(admin)).toBeHidden();
        await admin.getByRole('button', { name: 'Clear filters' }).click();
      }
    });
  });
}

test.describe('in Portuguese', () => {
  test.use({ locale: 'pt-BR' });
  test('events are filtered, a wrong value is explained, and one is opened', async ({ admin }) => {
    await openHook(admin, 'Sample field reports (failing)');
    await admin.getByRole('button', { name: 'Filtros', exact: true }).click();
    await admin.getByRole('button', { name: 'Adicionar condição' }).click();
    await admin.getByLabel('Coluna').last().selectOption('Status HTTP');
    await admin.getByLabel('Valor').last().fill('600');
    await admin.getByRole('button', { name: 'Aplicar' }).click();
    await expect(
      admin.getByText('Informe um status como 418 ou uma classe como 5xx.'),
    ).toBeVisible();
    await admin.getByLabel('Valor').last().fill('5xx');
    await admin.getByRole('button', { name: 'Aplicar' }).click();
    await admin.waitForURL('**?response=5xx');
    await links(admin).first().click();
    await expect(panel(admin).getByRole('heading', { name: 'Tentativas' })).toBeVisible();
    await expect(
      panel(admin)
        .getByText(/O ponto de extremidade respondeu/)
        .first(),
    ).toBeVisible();
    await panel(admin).getByRole('button', { name: 'Fechar' }).click();
    await admin.goto(`${admin.url().split('?')[0]}?resource_id=nada`);
    await expect(admin.getByText('Nenhum evento corresponde a estes filtros.')).toBeVisible();
  });
});
