import type { Receiver } from '@tests/support/receiver';
import { idOf, operator } from './operator';

/** A new project with a hook that sends RFIs to a receiver of the test. */
export async function hookIn(name: string, receiver: Receiver) {
  const company = String(await idOf('Sample Construction Co.', 'company', 'list'));
  const { id } = await operator<{ id: string }>(
    ...['project', 'create', '--company', company, '--name', name],
  );
  const flags = ['--company', company, '--project', String(id)];
  const hook = await operator<{ id: string }>(
    ...['hook', 'create', ...flags, '--name', name, '--destination-url', receiver.url],
    ...['--event', 'RFIs:create'],
  );
  const publish = () =>
    operator(
      ...['event', 'publish', ...flags, '--resource', 'RFIs', '--event', 'create'],
      ...['--resource-id', '4711'],
    );
  return { path: `/companies/${company}/projects/${id}/tools/webhooks/${hook.id}`, publish };
}
