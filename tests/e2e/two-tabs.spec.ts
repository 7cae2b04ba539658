import { expectNoViolations } from './support/axe';
import { idOf, operator } from './support/operator';
import { expect, test } from './support/test';

test('a form that was opened earlier says that the hook has changed, and keeps that change', async ({
  admin,
}) => {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const project = String(
    await idOf('Sample Harbor Bridge', 'project', 'list', '--company', company),
  );
  const hook = await operator<{ id: string }>(
    ...['hook', 'create', '--company', company, '--project', project, '--name', 'Shared'],
    ...['--destination-url', 'https://example.com/old', '--event', 'RFIs:create'],
  );
  const path = `/companies/${company}/projects/${project}/tools/webhooks/${hook.id}`;
  const save = { name: 'Save', exact: true };
  const earlier = await admin.context().newPage();
  await earlier.goto(`${path}/edit`);
  await expect(earlier.getByRole('textbox', { name: 'Endpoint URL' })).toHaveValue(/old/);

  await admin.goto(`${path}/edit`);
  await admin.getByRole('textbox', { name: 'Endpoint URL' }).fill('https://example.com/new');
  await admin.getByRole('button', save).click();
  await admin.waitForURL((url) => url.pathname === path);

  await earlier.getByRole('textbox', { name: /^Name/ }).fill('Renamed');
  await earlier.getByRole('button', save).click();
  await expect(earlier.getByText(/^Someone has changed this hook/)).toBeVisible();
  await expect(earlier.getByRole('link', { name: 'Show the hook as it is now' })).toBeVisible();
  await expectNoViolations(earlier);
  await earlier.getByRole('button', { name: 'Overwrite' }).click();
  await earlier.waitForURL((url) => url.pathname === path);
  await expect(earlier.getByRole('heading', { name: 'Renamed' })).toBeVisible();
  await expect(earlier.getByText('https://example.com/new').first()).toBeVisible();
});
