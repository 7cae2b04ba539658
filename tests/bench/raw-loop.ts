import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';
import { bodyOf } from './peers/body.mjs';

/**
 * The most that this machine can send: the same body, signature and POST over kept-alive connections, without claims
 * and records.
 */
export async function rawLoop(url: string, total: number, inFlight: number): Promise<number> {
  const pool = new Pool(new URL(url).origin, { connections: inFlight });
  const key = randomBytes(32);
  const body = Buffer.from(bodyOf(4711));
  let left = total;
  const started = performance.now();
  const loop = async () => {
    while (left > 0) {
      left -= 1;
      const timestamp = String(Math.floor(Date.now() / 1000));
      const id = `raw_${left}`;
      const signature = createHmac('sha256', key)
        .update(`${id}.${timestamp}.`)
        .update(body)
        .digest('base64');
      const answer = await pool.request({
        path: '/',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-raw-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': `v1,${signature}`,
        },
        body,
      });
      await answer.body.dump();
    }
  };
  await Promise.all(Array.from({ length: inFlight }, loop));
  const seconds = (performance.now() - started) / 1000;
  await pool.close();
  return total / seconds;
}
