import type { Page } from '@playwright/test';
import type { World } from './world';

export type Screen = {
  name: string;
  path: (world: World) => string;
  /** `nobody` is signed out, `reader` may only read. The default is an admin. */
  as?: 'nobody' | 'reader';
  /** Brings the screen into the intended state. */
  prepare?: (page: Page) => Promise<void>;
  /** Taken in Portuguese instead of English. */
  isPortuguese?: true;
};

/** Every screen in every visibly different state. A new screen is one more line. */
export const SCREENS: readonly Screen[] = [
  { name: 'sign-in', path: () => '/sign-in', as: 'nobody' },
  { name: 'start', path: () => '/start?once=x', as: 'nobody' },
  { name: 'api-docs', path: () => '/docs/api', as: 'nobody', prepare: openPublishing },
  { name: 'api-docs-pt', path: () => '/docs/api', isPortuguese: true },
  { name: 'guide', path: () => '/help/webhooks', as: 'nobody' },
  { name: 'guide-pt', path: () => '/help/webhooks', isPortuguese: true },
  { name: 'companies', path: () => '/companies' },
  { name: 'list', path: ({ tenants }) => tenants.tower },
  { name: 'list-company', path: ({ tenants }) => tenants.company },
  { name: 'list-pt', path: ({ tenants }) => tenants.tower, isPortuguese: true },
  { name: 'list-empty', path: ({ tenants }) => tenants.empty },
  { name: 'list-empty-reader', path: ({ tenants }) => tenants.empty, as: 'reader' },
  { name: 'list-deleted', path: ({ tenants }) => `${tenants.bridge}?status=deleted` },
  { name: 'list-no-match', path: ({ tenants }) => `${tenants.tower}?search=nothing+like+it` },
  { name: 'list-resource', path: ({ tenants }) => `${tenants.tower}?resource_id=1` },
  { name: 'form-new', path: ({ tenants }) => `${tenants.tower}/new` },
  { name: 'form-new-pt', path: ({ tenants }) => `${tenants.tower}/new`, isPortuguese: true },
  {
    name: 'form-errors',
    path: ({ tenants }) => `${tenants.tower}/new`,
    prepare: async (page) => {
      await page.locator('form button[type=submit]').click();
    },
  },
  {
    name: 'form-unfolded',
    path: ({ tenants }) => `${tenants.tower}/new`,
    prepare: async (page) => {
      for (const summary of await page.locator('main summary').all()) await summary.click();
    },
  },
  { name: 'form-edit', path: ({ hooks }) => `${hooks.healthy}/edit` },
  { name: 'form-no-permission', path: ({ tenants }) => `${tenants.tower}/new`, as: 'reader' },
  { name: 'hook', path: ({ hooks }) => hooks.healthy },
  { name: 'hook-pt', path: ({ hooks }) => hooks.healthy, isPortuguese: true },
  { name: 'hook-failing', path: ({ hooks }) => hooks.failing },
  { name: 'hook-failing-pt', path: ({ hooks }) => hooks.failing, isPortuguese: true },
  { name: 'hook-gone', path: ({ hooks }) => hooks.gone },
  { name: 'hook-deleted', path: ({ hooks }) => hooks.deleted },
  { name: 'hook-reader', path: ({ hooks }) => hooks.healthy, as: 'reader' },
  { name: 'hook-no-match', path: ({ hooks }) => `${hooks.healthy}?resource_id=nothing` },
  {
    name: 'event-panel',
    path: ({ hooks }) => `${hooks.failing}?status=retrying`,
    prepare: openFirstEvent,
  },
  {
    name: 'event',
    path: ({ hooks }) => `${hooks.failing}?status=retrying`,
    prepare: async (page) => {
      await openFirstEvent(page);
      await page.reload();
    },
  },
  { name: 'inspector', path: ({ inspector }) => inspector, prepare: showRequests },
  {
    name: 'inspector-pt',
    path: ({ inspector }) => inspector,
    prepare: showRequests,
    isPortuguese: true,
  },
  { name: 'inspector-empty', path: ({ emptyInspector }) => emptyInspector },
  { name: 'switcher', path: ({ tenants }) => tenants.tower, prepare: openSwitcher },
  {
    name: 'switcher-no-match',
    path: ({ tenants }) => tenants.tower,
    prepare: async (page) => {
      await openSwitcher(page);
      await page.getByRole('dialog').getByRole('combobox').fill('nothing like it');
      await page.getByRole('dialog').getByRole('option').first().waitFor({ state: 'detached' });
    },
  },
  { name: 'list-reader', path: ({ tenants }) => tenants.tower, as: 'reader' },
  { name: 'hook-disabled', path: ({ hooks }) => hooks.disabled },
  { name: 'setup', path: () => '/setup' },
  { name: 'setup-pt', path: () => '/setup', isPortuguese: true },
  { name: 'api-clients', path: apiClients },
  { name: 'api-clients-pt', path: apiClients, isPortuguese: true },
  {
    name: 'api-clients-create',
    path: apiClients,
    prepare: async (page) => {
      await page.getByRole('button', { name: 'Create API client' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'account', path: () => '/account' },
  { name: 'notifications', path: () => '/notifications' },
  { name: 'not-found', path: () => '/companies/999/tools/webhooks' },
];

function apiClients({ tenants }: World): string {
  return tenants.company.replace('tools/webhooks', 'admin/api-clients');
}

/** Opens an unsigned request as well. */
async function showRequests(page: Page): Promise<void> {
  const last = page.locator('main details').last();
  await last.locator('summary').click();
  await last.locator('pre').first().waitFor();
}

async function openSwitcher(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Switch company or project' }).click();
  await page.getByRole('dialog').getByRole('option').first().waitFor();
}

async function openFirstEvent(page: Page): Promise<void> {
  await page.locator('tbody a').first().click();
  await page.waitForURL('**/events/**');
  await page.getByRole('dialog').getByRole('heading', { name: 'Attempts' }).waitFor();
}

/** Opens the first call of an integration, to try it. */
async function openPublishing(page: Page): Promise<void> {
  await page
    .locator('summary')
    .filter({ hasText: /POST .*events$|POST .*\/events / })
    .first()
    .click();
}
