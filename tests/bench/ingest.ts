import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { insertCompany, type World } from '@tests/factories/world';
import { Pool } from 'undici';
import { createClient } from '@/server/services/api-clients/create-client';
import { issueToken } from '@/server/services/oauth/issue-token';

export type Front = { origin: string; stop(): void };

export function startFront(databaseUrl: string): Promise<Front> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'front.mjs'), [databaseUrl]);
  return new Promise((resolve) => {
    child.once('message', ({ port }: { port: number }) =>
      resolve({ origin: `http://127.0.0.1:${port}`, stop: () => child.disconnect() }),
    );
  });
}

type Load = { size: number; total: number; connections: number };

/** Events per second over HTTP with a token, each answered 202 once it is durable. */
export async function ingest(
  world: World,
  front: Front,
  { size, total, connections }: Load,
): Promise<number> {
  const { companyId, projectId } = await insertCompany(world);
  const client = await createClient({ ctx: world.ctx, input: { companyId, name: 'bench' } });
  const token = await issueToken({ ctx: world.services, input: client });
  const event = {
    resource_name: 'RFIs',
    resource_id: 4711,
    event_type: 'create',
    project_id: projectId,
  };
  const body = JSON.stringify(size === 1 ? event : Array.from({ length: size }, () => event));
  const headers = {
    authorization: `Bearer ${token?.accessToken}`,
    'content-type': 'application/json',
  };
  const pool = new Pool(front.origin, { connections });
  let left = total / size;
  const started = performance.now();
  const publisher = async () => {
    while (left > 0) {
      left -= 1;
      const answer = await pool.request({
        path: `/rest/v2.0/companies/${companyId}/events`,
        method: 'POST',
        headers,
        body,
      });
      if (answer.statusCode !== 202)
        throw new Error(`${answer.statusCode}: ${await answer.body.text()}`);
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: connections }, publisher));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  while (
    ((await world.db.engine<{ n: number }[]>`SELECT event_count AS n FROM gancho.dispatch(1000)`)[0]
      ?.n ?? 0) > 0
  );
  return total / seconds;
}
