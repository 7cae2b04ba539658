import { expectNoViolations } from './support/axe';
import { idOf, operator } from './support/operator';
import { expect, test } from './support/test';

const COMPANY = 'Sample Construction Co.';

test('the switcher goes to any accessible tenant by keyboard, and stays on the tool', async ({
  admin,
}) => {
  const company = String(await idOf(COMPANY, 'company', 'list'));
  await operator('project', 'create', '--company', company, '--name', 'Açaí & Çedro');
  await admin.getByRole('link', { name: 'Sample Harbor Bridge' }).click();
  await admin.waitForURL('**/tools/webhooks');
  await expect(admin.getByRole('heading', { level: 1 })).toBeVisible();

  const button = admin.getByRole('button', { name: 'Switch company or project' });
  await button.press('Enter');
  const search = admin.getByRole('combobox', { name: 'Search companies and projects' });
  const options = admin.getByRole('dialog').getByRole('option');
  const active = () => admin.locator('[role=option][aria-selected=true]');
  await expect(search).toBeFocused();
  await expect(admin.locator('[role=option][aria-current=true]')).toContainText('Harbor Bridge');
  await expectNoViolations(admin);

  const names = await options.allInnerTexts();
  expect(names.length).toBeGreaterThan(2);
  for (const [key, index] of [
    ['ArrowDown', 1],
    ['End', names.length - 1],
    ['ArrowDown', 0],
    ['ArrowUp', names.length - 1],
    ['Home', 0],
  ] as const) {
    await admin.keyboard.press(key);
    await expect(active()).toHaveText(names[index] ?? '');
    await expect(search).toHaveAttribute(
      'aria-activedescendant',
      (await active().getAttribute('id')) ?? '',
    );
  }
  await admin.keyboard.press('Escape');
  await expect(search).toBeHidden();
  await expect(button).toBeFocused();

  await admin.keyboard.press('p');
  await expect(search).toBeFocused();
  await admin.keyboard.type('nothing like it');
  await expect(admin.getByText('No company or project matches')).toBeVisible();
  await search.fill('cedro ACAI');
  await expect(options).toHaveCount(1);
  await admin.keyboard.press('Enter');
  await expect(button).toContainText('Açaí & Çedro');
  await admin.waitForURL('**/tools/webhooks');

  await admin.keyboard.press('p');
  const recent = admin.getByRole('group', { name: 'Recent' });
  await expect(recent.getByRole('option').first()).toContainText('Sample Harbor Bridge');
  await admin.keyboard.press('Enter');
  await expect(button).toContainText('Sample Harbor Bridge');
});

test('the switcher fits a narrow phone', async ({ admin }) => {
  await admin.setViewportSize({ width: 320, height: 640 });
  await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await admin.waitForURL('**/tools/webhooks');
  await admin.getByRole('button', { name: 'Switch company or project' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Switch company or project' });
  await expect(dialog.getByRole('option').first()).toBeVisible();
  const box = await dialog.boundingBox();
  expect(box?.x).toBeGreaterThanOrEqual(0);
  expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(320);
  const overflow = await admin.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
});
