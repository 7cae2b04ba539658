import { createRestClient } from '@tests/factories/rest-client';
import { createWorld } from '@tests/factories/world';
import { afterAll, expect, it } from 'vitest';
import { ROUTES } from './routes';

/** No server listens there. */
const world = createWorld('postgres://nobody@127.0.0.1:1/nowhere');
const client = createRestClient(world);
afterAll(() => world.db.close());

/** Answers without a query to the database. */
const WITHOUT_DATABASE = ['GET /livez'];
const BASIC = `Basic ${Buffer.from('id:secret').toString('base64')}`;

it.each(ROUTES.map((route) => ({ title: `${route.method} ${route.path}`, route })))(
  '$title says when to ask again while the database is away',
  async ({ title, route: { method, path, api } }) => {
    const { status, headers } = await client.call(
      method,
      path.replace(/\{\w+\}/g, '1'),
      'token',
      api === 'oauth' && method === 'POST'
        ? {
            headers: { authorization: BASIC },
            body: { grant_type: 'client_credentials', token: 'token' },
          }
        : {},
    );
    if (WITHOUT_DATABASE.includes(title)) return expect(status).toBe(200);
    expect(status).toBe(503);
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  },
);
