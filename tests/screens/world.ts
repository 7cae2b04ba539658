import type { APIRequestContext } from '@playwright/test';
import { startReceiver } from '@tests/support/receiver';
import { idOf, operator } from '../e2e/support/operator';
import { started } from '../e2e/support/test';

const COMPANY = 'Sample Construction Co.';

/** Tenants and hooks in every state that a screen can show, by the paths of their pages. */
export type World = Awaited<ReturnType<typeof buildWorld>>;

export async function buildWorld(request: APIRequestContext) {
  const company = await idOf(COMPANY, 'company', 'list');
  const project = (name: string) => idOf(name, 'project', 'list', '--company', String(company));
  const tower = await project('Sample Riverside Tower');
  const bridge = await project('Sample Harbor Bridge');
  const empty = Number(
    (
      await operator<{ id: string }>(
        'project',
        'create',
        '--company',
        String(company),
        '--name',
        'Quay West',
      )
    ).id,
  );
  const hooksOf = (projectId: number) =>
    `/companies/${company}/projects/${projectId}/tools/webhooks`;
  const hook = async (projectId: number, name: string) => {
    const at = ['--company', String(company), '--project', String(projectId)];
    return `${hooksOf(projectId)}/${await idOf(name, 'hook', 'list', ...at)}`;
  };
  const authorization = await bearerOf(request, company);
  const deleted = await deletedHook(request, authorization, company, bridge);
  const disabled = await disabledHook(request, authorization, company, bridge);
  const { link } = await operator<{ link: string }>(
    // Another address each time, because after a failed test the world is built again.
    ...['user', 'create', '--email', `visitor-${Date.now()}@example.com`, '--role', 'read_only'],
    ...['--company', String(company)],
  );
  const inspectorOf = async (projectId: number, name: string) => {
    const at = ['--company', String(company), '--project', String(projectId)];
    const hooks = await operator<{ name: string; destination_url: string }[]>(
      'hook',
      'list',
      ...at,
    );
    return new URL(hooks.find((each) => each.name === name)?.destination_url ?? '').pathname;
  };
  const inspector = await inspectorOf(tower, 'Sample ERP sync');
  await request.post(`${started('E2E_ADDRESS')}${inspector}`, { data: { id: 'unsigned' } });
  for (const resourceId of ['5101', '5102']) {
    const at = ['--company', String(company), '--project', String(tower)];
    const event = ['--resource', 'RFIs', '--event', 'create', '--resource-id', resourceId];
    await operator('event', 'publish', ...at, ...event);
  }
  return {
    inspector,
    emptyInspector: await inspectorOf(bridge, 'Sample schedule mirror'),
    readerLink: link,
    tenants: {
      company: `/companies/${company}/tools/webhooks`,
      tower: hooksOf(tower),
      bridge: hooksOf(bridge),
      empty: hooksOf(empty),
    },
    hooks: {
      healthy: await hook(tower, 'Sample ERP sync'),
      failing: await hook(tower, 'Sample field reports (failing)'),
      gone: await hook(bridge, 'Sample photo archive (gone)'),
      deleted: `${hooksOf(bridge)}/${deleted}`,
      disabled: `${hooksOf(bridge)}/${disabled}`,
    },
  };
}

/** A hook that has delivered and was deleted afterwards. */
async function deletedHook(
  request: APIRequestContext,
  authorization: string,
  company: number,
  project: number,
): Promise<string> {
  const receiver = await startReceiver();
  const at = ['--company', String(company), '--project', String(project)];
  const event = 'Submittals';
  const { id } = await operator<{ id: string }>(
    ...['hook', 'create', ...at, '--name', 'Submittal tracker (pilot)'],
    ...['--destination-url', `${receiver.url}/pilot`, '--event', `${event}:create`],
  );
  for (const resource of ['4101', '4102']) {
    await operator(
      ...['event', 'publish', ...at, '--resource', event, '--event', 'create'],
      ...['--resource-id', resource],
    );
  }
  await receiver.waitFor(2, 30_000);
  await request.delete(
    `${started('E2E_ADDRESS')}/rest/v2.0/companies/${company}/projects/${project}/webhooks/hooks/${id}`,
    { headers: { authorization } },
  );
  await receiver.close();
  return id;
}

/** A hook that an admin has disabled. */
async function disabledHook(
  request: APIRequestContext,
  authorization: string,
  company: number,
  project: number,
): Promise<string> {
  const at = ['--company', String(company), '--project', String(project)];
  const { id } = await operator<{ id: string }>(
    ...['hook', 'create', ...at, '--name', 'Night shift board'],
    ...['--destination-url', 'https://example.com/board', '--event', 'RFIs:create'],
  );
  await request.patch(
    `${started('E2E_ADDRESS')}/rest/v2.0/companies/${company}/projects/${project}/webhooks/hooks/${id}`,
    { headers: { authorization }, data: { status: 'disabled' } },
  );
  return id;
}

/** The Authorization of a request of the company's API client. */
async function bearerOf(request: APIRequestContext, company: number): Promise<string> {
  const client = await operator<{ client_id: string; client_secret: string }>(
    ...['client', 'create', '--company', String(company), '--name', 'Pictures'],
  );
  const token = await request.post(`${started('E2E_ADDRESS')}/oauth/token`, {
    data: {
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: client.client_secret,
    },
  });
  const { access_token } = (await token.json()) as { access_token: string };
  return `Bearer ${access_token}`;
}
