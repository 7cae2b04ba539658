import { Pool } from 'undici';

/**
 * Posts one body again and again, four at a time with a pause of 10 ms, in its own process, so that it measures only
 * the server's time. When told to stop, it answers with the milliseconds of each post.
 */
const LOOPS = 4;

type Order = { origin: string; path: string; headers: Record<string, string>; body: string };

const times: number[] = [];
let isOver = false;

async function loop(pool: Pool, { path, headers, body }: Order): Promise<void> {
  while (!isOver) {
    const started = performance.now();
    const answer = await pool.request({ path, method: 'POST', headers, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 202) throw new Error(`${answer.statusCode}: ${text}`);
    times.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

process.once('message', async (order: Order) => {
  const pool = new Pool(order.origin, { connections: LOOPS });
  const loops = Promise.all(Array.from({ length: LOOPS }, () => loop(pool, order)));
  process.once('message', () => {
    isOver = true;
  });
  await loops;
  process.send?.(times);
  process.disconnect();
});
