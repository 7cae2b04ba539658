import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestRequest } from './http';
import { BODY_BYTES_MAX } from './http';
import { handleNodeRequest } from './node';

let server: Server;
let origin: string;
const seen: RestRequest[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    void handleNodeRequest(
      async (given) => {
        seen.push(given);
        const isTooLarge = (given.body?.length ?? 0) > BODY_BYTES_MAX;
        return { status: isTooLarge ? 413 : 200, headers: {}, body: '"ñ"' };
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
  it('hands over method, path, query, headers and body', async () => {
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
});
