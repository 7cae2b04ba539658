import { silentLog } from '@tests/factories/silent-log';
import { expect, it } from 'vitest';
import type { InngestClient } from './client';
import { HealthChanges } from './health-changes';

it('announces changes that happen together in one event, up to a hundred, and all of them before it ends', async () => {
  const sent: number[][] = [];
  const client = {
    send: async ({ data }: { data: { changes: { hookId: number }[] } }) => {
      sent.push(data.changes.map(({ hookId }) => hookId));
    },
  } as unknown as InngestClient;
  const changes = new HealthChanges(client, silentLog);
  for (let hookId = 1; hookId <= 102; hookId += 1) changes.add({ hookId, companyId: 1 });
  expect(sent.map(({ length }) => length)).toEqual([100]);
  await changes.flush();
  expect(sent[1]).toEqual([101, 102]);
  await changes.flush();
  expect(sent).toHaveLength(2);
});
