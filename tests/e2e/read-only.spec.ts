import type { Page } from '@playwright/test';
import { idOf, linkOf, operator } from './support/operator';
import { expect, started, test } from './support/test';

const COMPANY = 'Sample Construction Co.';
/** Every control that changes something, by the names that admins see. */
const WRITES =
  /^(Create Hook|Edit|Disable|Enable|Delete|More actions|Rotate secret|Try now|Send test event|Discard .+|Redeliver( .+)?|Remove sample data|Clear|Save|Apply)$/;
const CONTROLS = ['button', 'link', 'menuitem', 'switch'] as const;

async function pages() {
  const company = String(await idOf(COMPANY, 'company', 'list'));
  const hooksOf = async (project: string) => {
    const projectId = await idOf(project, 'project', 'list', '--company', company);
    const at = ['--company', company, '--project', String(projectId)];
    const base = `/companies/${company}/projects/${projectId}/tools/webhooks`;
    const hooks = await operator<{ id: string; name: string; destination_url: string }[]>(
      ...['hook', 'list', ...at],
    );
    return { base, hooks };
  };
  const tower = await hooksOf('Sample Riverside Tower');
  const bridge = await hooksOf('Sample Harbor Bridge');
  const inspector = tower.hooks.find(({ destination_url: url }) => url.includes('/inspector/'));
  return {
    companyList: `/companies/${company}/tools/webhooks`,
    list: tower.base,
    hooks: [tower, bridge].flatMap(({ base, hooks }) => hooks.map(({ id }) => `${base}/${id}`)),
    inspector: new URL(inspector?.destination_url ?? '').pathname,
  };
}

/** The names of all controls of the page that change something. */
async function writesOf(page: Page): Promise<string[]> {
  await page.waitForLoadState('networkidle');
  const found = await Promise.all(
    CONTROLS.map((role) => page.getByRole(role, { name: WRITES }).allInnerTexts()),
  );
  return found.flat();
}

async function openFirstEvent(page: Page, hook: string): Promise<boolean> {
  await page.goto(hook);
  await page.waitForLoadState('networkidle');
  const first = page.locator('tbody a').first();
  if ((await first.count()) === 0) return false;
  await first.click();
  await page.waitForURL('**/events/**');
  await expect(page.getByRole('heading', { name: 'Attempts' })).toBeVisible();
  return true;
}

async function signInBy(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL(/\/companies/);
}

test('a person who may only read finds no control that writes, and the admins to ask', async ({
  page,
  admin: _,
  browser,
}) => {
  const at = await pages();
  const link = await linkOf('reads-only@example.com', 'read_only');
  const context = await browser.newContext({ baseURL: started('E2E_ADDRESS'), locale: 'en-US' });
  const reader = await context.newPage();
  await signInBy(reader, link);

  const plain = ['/companies', '/notifications', at.companyList, at.list];
  for (const path of [...plain, ...at.hooks, at.inspector]) {
    await reader.goto(path);
    await expect(reader.getByRole('heading', { level: 1 })).toBeVisible();
    expect(await writesOf(reader), path).toEqual([]);
  }
  let events = 0;
  for (const hook of at.hooks) {
    if (!(await openFirstEvent(reader, hook))) continue;
    events += 1;
    expect(await writesOf(reader), `panel of ${hook}`).toEqual([]);
    await reader.reload();
    expect(await writesOf(reader), reader.url()).toEqual([]);
    await reader.goto(hook);
    await reader.locator('tbody input[type=checkbox], tbody [role=checkbox]').first().click();
    await expect(reader.getByRole('link', { name: /^Export/ }).first()).toBeVisible();
    expect(await writesOf(reader), `selection of ${hook}`).toEqual([]);
  }
  expect(events).toBeGreaterThan(2);

  const note = reader.getByRole('complementary', { name: 'Read-only' });
  await reader.goto(at.list);
  await expect(note).toContainText('admin@example.com');
  for (const path of [`${at.list}/new`, `${at.companyList}/new`, `${at.hooks[0]}/edit`]) {
    await reader.goto(path);
    const main = reader.getByRole('main');
    await expect(main.getByRole('heading', { level: 1 })).toHaveText('You may not see this');
    await expect(main.getByRole('link', { name: 'admin@example.com' })).toHaveAttribute(
      'href',
      'mailto:admin@example.com',
    );
    await expect(main.getByRole('textbox')).toHaveCount(0);
  }
  await context.close();

  // The names above are those that admins see.
  await page.goto(at.list);
  expect(await writesOf(page)).toEqual(expect.arrayContaining(['Create Hook']));
  await page.goto(at.hooks[0] ?? '');
  expect((await writesOf(page)).length).toBeGreaterThan(1);
  await expect(page.getByRole('complementary', { name: 'Read-only' })).toHaveCount(0);
});

test('an admin of one project reads nothing of another project, and is not an admin of the company', async ({
  browser,
}) => {
  const at = await pages();
  const company = String(await idOf(COMPANY, 'company', 'list'));
  const project = String(
    await idOf('Sample Riverside Tower', 'project', 'list', '--company', company),
  );
  const { link } = await operator<{ link: string }>(
    ...['user', 'create', '--email', 'one-project@example.com', '--role', 'admin'],
    ...['--company', company, '--project', project],
  );
  const context = await browser.newContext({ baseURL: started('E2E_ADDRESS'), locale: 'en-US' });
  const page = await context.newPage();
  await signInBy(page, link);
  await page.goto(at.list);
  expect(await writesOf(page)).toContain('Create Hook');
  expect(await writesOf(page)).not.toContain('Remove sample data');
  const others = at.hooks.filter((path) => !path.startsWith(at.list));
  for (const path of [at.companyList, `${at.companyList}/new`, ...others]) {
    const answer = await page.goto(path);
    expect(answer?.status(), path).toBe(404);
    await expect(page.getByRole('heading', { name: 'Not found' })).toBeVisible();
  }
  await context.close();
});
