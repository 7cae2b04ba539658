import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';

const KEY = randomBytes(32);

/**
 * The work of every peer for a delivery: sign the body, POST it over kept-alive connections, read the answer. The
 * result has the fields that Gancho records of an attempt.
 * @param {string} url
 * @param {number} inFlight
 */
export function createSend(url, inFlight) {
  const pool = new Pool(new URL(url).origin, { connections: inFlight });
  /** @param {{ id: string, body: string }} delivery */
  return async ({ id, body }) => {
    const startedAt = Date.now();
    const timestamp = Math.floor(startedAt / 1000);
    const signature = createHmac('sha256', KEY)
      .update(`${id}.${timestamp}.${body}`)
      .digest('base64');
    const headers = {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    };
    const answer = await pool.request({ path: '/', method: 'POST', headers, body });
    const responseBody = await answer.body.text();
    if (answer.statusCode < 200 || answer.statusCode > 299) throw new Error(`${answer.statusCode}`);
    return {
      startedAt,
      finishedAt: Date.now(),
      status: answer.statusCode,
      requestHeaders: headers,
      responseHeaders: answer.headers,
      responseBody,
    };
  };
}
