import type { Receiver } from '@tests/support/receiver';
import { idOf, operator } from './operator';
import { started } from './test';

/** A new project with a hook that sends RFIs to a receiver of the test. */
export async function hookIn(name: string, receiver: Receiver, ...settings: string[]) {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const { id } = await operator<{ id: string }>(
    ...['project', 'create', '--company', company, '--name', name],
  );
  const flags = ['--company', company, '--project', String(id)];
  const hook = await operator<{ id: string }>(
    ...['hook', 'create', ...flags, '--name', name, '--destination-url', receiver.url],
    ...['--event', 'RFIs:create', ...settings],
  );
  const publish = () =>
    operator(
      ...['event', 'publish', ...flags, '--resource', 'RFIs', '--event', 'create'],
      ...['--resource-id', '4711'],
    );
  const list = `/companies/${company}/projects/${id}/tools/webhooks`;
  return {
    id: Number(hook.id),
    list,
    path: `${list}/${hook.id}`,
    publish,
    /** Publishes events with the resource ids from 1 on. */
    publishMany: (count: number) => publishMany({ company, project: Number(id), count }),
  };
}

type Answer = { client_id: string; client_secret: string };

async function publishMany(of: { company: string; project: number; count: number }) {
  const { company, project, count } = of;
  const client = await operator<Answer>(
    ...['client', 'create', '--company', company, '--name', `Source of ${project}`],
  );
  const post = async (path: string, body: object, headers = {}) => {
    const answer = await fetch(`${started('E2E_ADDRESS')}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { client_id, client_secret } = client;
  const grant = { grant_type: 'client_credentials', client_id, client_secret };
  const { access_token: token } = await post('/oauth/token', grant);
  const events = Array.from({ length: count }, (_, n) => ({
    ...{ resource_name: 'RFIs', resource_id: n + 1, event_type: 'create', project_id: project },
  }));
  const authorization = `Bearer ${token}`;
  await post(`/rest/v2.0/companies/${company}/events`, events, { authorization });
}
