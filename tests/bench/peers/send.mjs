import { createHmac, randomBytes } from 'node:crypto';
import { Pool } from 'undici';

const KEY = randomBytes(32);

/**
 * What every peer does for a delivery: sign the body, POST it over kept-alive connections, read the
 * answer. What comes back is what Gancho records of an attempt.
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

/** The body of one event, of the size that Gancho sends. */
export function bodyOf(/** @type {number} */ n) {
  return JSON.stringify({
    id: n,
    ulid: '01JMYXMZRBVKK0PC6XS8SA4QRE',
    timestamp: '2026-02-06T23:34:12.246562Z',
    metadata: {
      source_user_id: null,
      source_company_id: null,
      source_project_id: null,
      source_application_id: null,
      source_operation_id: null,
    },
    user_id: null,
    company_id: 1001,
    project_id: 5001,
    api_version: 'v2.0',
    event_type: 'create',
    resource_name: 'RFIs',
    resource_id: n,
  });
}
