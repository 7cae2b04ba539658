import { expect, test } from './support/test';

// The last file by its name, because the others need the sample.
test('the sample company is removed by its admin, for good', async ({ admin }) => {
  await admin.getByRole('link', { name: 'Sample Riverside Tower' }).click();
  await admin.getByRole('button', { name: 'Remove sample data' }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog).toContainText('deleted for good');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await admin.getByRole('button', { name: 'Remove sample data' }).click();
  await dialog.getByRole('button', { name: 'Remove sample data' }).click();
  await admin.waitForURL('**/companies');
  await expect(admin.getByText('You belong to no company yet')).toBeVisible();
});
