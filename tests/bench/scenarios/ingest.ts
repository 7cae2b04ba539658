import { insertCompany } from '@tests/factories/world';
import { Pool } from 'undici';
import { createClient } from '@/server/services/api-clients/create-client';
import { issueToken } from '@/server/services/oauth/issue-token';
import type { Measure } from '../measure';
import { dispatchAll, eventsOf, type Stage } from '../stage';

type Load = { size: number; total: number; connections: number };

const LOADS: (Load & { name: string })[] = [
  { name: 'single, 64 at once', size: 1, total: 20_000, connections: 64 },
  { name: 'batches of 50', size: 50, total: 50_000, connections: 16 },
  { name: 'batches of 1,000', size: 1000, total: 100_000, connections: 8 },
];

type Poster = (body: string) => Promise<void>;

/**
 * S1: POST over HTTP with a token. Each 202 means durable. `peer` is the address at which a peer accepts its own jobs.
 */
export async function ingest(stage: Stage, peer: string): Promise<Measure[]> {
  const measures: Measure[] = [];
  for (const load of LOADS) {
    const publisher = await openPublisher(stage, load.connections);
    const own = await pour(publisher.post, publisher.projectId, load);
    await publisher.close();
    await dispatchAll(stage.world);
    const pool = new Pool(peer, { connections: load.connections });
    const theirs = await pour(
      postTo(pool, '/', { 'content-type': 'application/json' }),
      publisher.projectId,
      load,
    );
    await pool.close();
    measures.push(
      {
        name: `ingest ${load.name}`,
        unit: 'events/s',
        value: own,
        ratio: { value: own / theirs, of: 'graphile-worker' },
      },
      { name: `  graphile-worker, ${load.name}`, unit: 'jobs/s', value: theirs },
    );
  }
  return measures;
}

/** A company with a client's token, and a way to publish over HTTP. */
export async function openPublisher({ world, front }: Stage, connections: number) {
  const tenant = await insertCompany(world);
  const client = await createClient({
    ctx: world.ctx,
    input: { companyId: tenant.companyId, name: 'bench' },
  });
  const token = await issueToken({ ctx: world.services, input: client });
  const pool = new Pool(front.origin, { connections });
  const path = `/rest/v2.0/companies/${tenant.companyId}/events`;
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${token?.accessToken}`,
  };
  return {
    ...tenant,
    target: { origin: front.origin, path, headers },
    post: postTo(pool, path, headers),
    close: () => pool.close(),
  };
}

function postTo(pool: Pool, path: string, headers: Record<string, string>): Poster {
  return async (body) => {
    const answer = await pool.request({
      path,
      method: 'POST',
      headers,
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 202) throw new Error(`${answer.statusCode}: ${text}`);
  };
}

/** Answered events per second. */
async function pour(post: Poster, projectId: number, { size, total, connections }: Load) {
  const events = eventsOf(projectId, size);
  const body = JSON.stringify(size === 1 ? events[0] : events);
  let left = total / size;
  const started = performance.now();
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      await post(body);
    }
  };
  await Promise.all(Array.from({ length: connections }, loop));
  return total / ((performance.now() - started) / 1000);
}
