import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isServiceError } from '@/domain/errors';
import { BODY_BYTES_MAX, KNOWN, SIGN_IN } from '@/server/bodies';
import type { RestRequest } from './http';
import { handleNodeRequest } from './node';

let server: Server;
let origin: string;
type Seen = RestRequest & { body: Buffer | string | null };
const seen: Seen[] = [];

const refusal = (error: unknown) => (isServiceError(error) ? error.code : String(error));

beforeAll(async () => {
  server = createServer((request, response) => {
    void handleNodeRequest(
      async (given) => {
        const limit = given.path === '/oauth/token' ? SIGN_IN : KNOWN;
        const body = given.path === '/unread' ? null : await given.readBody(limit).catch(refusal);
        seen.push({ ...given, body });
        const answer = given.path === '/long' ? JSON.stringify('ñ'.repeat(1000)) : '"ñ"';
        return { status: body === 'too_large' ? 413 : 200, headers: {}, body: answer };
      },
      request,
      response,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('handleNodeRequest', () => {
  it('passes method, path, query, headers and body', async () => {
    const answer = await fetch(`${origin}/rest/a%20b?x=1&filters%5Bstatus%5D=any`, {
      method: 'DELETE',
      body: '{"triggers":[1]}',
      headers: { 'X-Key': 'v' },
    });
    expect(await answer.text()).toBe('"ñ"');
    const [request] = seen.splice(0);
    expect(request).toMatchObject({
      method: 'DELETE',
      path: '/rest/a b',
      query: 'x=1&filters%5Bstatus%5D=any',
      headers: { 'x-key': 'v' },
    });
    expect(request?.body?.toString()).toBe('{"triggers":[1]}');
  });

  it('takes exactly 1 MiB and refuses one byte more, announced or not', async () => {
    const post = (body: BodyInit) =>
      fetch(`${origin}/`, { method: 'POST', body, duplex: 'half' } as RequestInit);
    expect((await post('x'.repeat(BODY_BYTES_MAX))).status).toBe(200);
    expect((await post('x'.repeat(BODY_BYTES_MAX + 1))).status).toBe(413);
    const chunks = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 17; n += 1) controller.enqueue(new Uint8Array(65_536));
        controller.close();
      },
    });
    expect((await post(chunks)).status).toBe(413);
  });

  it('accepts 256 KiB from an unknown sender', async () => {
    const post = (length: number) =>
      fetch(`${origin}/oauth/token`, { method: 'POST', body: 'x'.repeat(length) });
    expect((await post(256 * 1024)).status).toBe(200);
    expect((await post(256 * 1024 + 1)).status).toBe(413);
  });

  it('answers without reading the body, and continues with the next request', async () => {
    const post = (path: string) =>
      fetch(`${origin}${path}`, { method: 'POST', body: 'x'.repeat(3 * BODY_BYTES_MAX) });
    expect((await post('/unread')).status).toBe(200);
    expect((await post('/')).status).toBe(413);
    expect((await fetch(`${origin}/`)).status).toBe(200);
  });

  it('compresses long answers for clients that can read that, and no short ones', async () => {
    const get = (path: string, accepted: string) =>
      fetch(`${origin}${path}`, { headers: { 'accept-encoding': accepted } });
    for (const accepted of ['gzip', 'br, gzip;q=0.5', 'identity', 'gzip;q=0']) {
      const isCompressed = !accepted.startsWith('i') && !accepted.endsWith('=0');
      const answer = await get('/long', accepted);
      expect(answer.headers.get('content-encoding')).toBe(isCompressed ? 'gzip' : null);
      expect(await answer.json()).toBe('ñ'.repeat(1000));
    }
    expect((await get('/', 'gzip')).headers.get('content-encoding')).toBeNull();
  });
});
