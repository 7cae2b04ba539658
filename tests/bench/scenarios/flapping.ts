import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPostgres } from '@/server/db/driver';
import { type Measure, quantile } from '../measure';
import type { Product } from '../product';
import type { Receiver } from '../stage';
import { atPace, type Stream } from './pace';

const FLAPPING = 5;
const PER_SECOND = 50;
const SECONDS = 15;
const WARM_UP_SECONDS = 5;
const FLAP_MS = 200;

/**
 * Two workers: single events to a healthy hook, alone and together with five hooks of another company, whose endpoints
 * first answer and then constantly fail and recover. Also counts attempts with an unknown outcome, although no process
 * was killed.
 */
export async function flapping(product: Product, receiver: Receiver): Promise<Measure[]> {
  const another = await product.startAnother();
  const endpoint = await startFlapping();
  try {
    const projectId = await product.newProject();
    await product.newHook(projectId, receiver.url);
    const own = { projectId, perSecond: PER_SECOND, isTimed: true };
    await atPace(product, receiver, [own], WARM_UP_SECONDS);
    const p99 = async (streams: Stream[]) =>
      quantile(await atPace(product, receiver, streams, SECONDS), 0.99);
    const alone = await p99([own]);

    const company = await product.newCompany();
    const flappingProject = await company.newProject();
    for (let i = 0; i < FLAPPING; i += 1) await company.newHook(flappingProject, endpoint.url);
    const other = {
      projectId: flappingProject,
      perSecond: PER_SECOND,
      isTimed: false,
      from: company,
    };
    const calm = await p99([own, other]);
    endpoint.isFlapping = true;
    const flapping = await p99([own, other]);
    return [
      { name: 'two workers, alone p99', unit: 'ms', value: alone },
      { name: '  next to calm endpoints', unit: 'ms', value: calm },
      {
        name: '  next to flapping endpoints',
        unit: 'ms',
        value: flapping,
        ratio: { value: flapping / calm, of: 'calm' },
      },
      { name: '  attempts interrupted', unit: '', value: await interrupted(product) },
    ];
  } finally {
    endpoint.stop();
    await another.stop();
  }
}

async function interrupted({ databaseUrl }: Product): Promise<number> {
  const sql = openPostgres(databaseUrl, { max: 1 });
  const [row] = await sql<{ n: number }[]>`
    SELECT count(*)::int AS n FROM gancho.attempts WHERE outcome = 'unknown'`;
  await sql.end();
  return row?.n ?? Number.NaN;
}

type Endpoint = { url: string; isFlapping: boolean; stop(): void };

/** Answers 200, or 200 and 500 in turn, each for a moment. */
function startFlapping(): Promise<Endpoint> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const isUp = Math.floor(performance.now() / FLAP_MS) % 2 === 0;
      response.writeHead(endpoint.isFlapping && !isUp ? 500 : 200).end();
    });
  });
  const endpoint: Endpoint = {
    url: '',
    isFlapping: false,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      endpoint.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      resolve(endpoint);
    });
  });
}
