import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { handleInngestRequest } from './route-handler';

const echo = async (request: Request) =>
  new Response(`${request.method} ${request.url} ${await request.text()}`);

describe('the route', () => {
  it.each([
    [{ host: 'gancho.example', 'x-forwarded-proto': 'https' }, 'https://gancho.example'],
    [{ host: 'gancho.internal:8080' }, 'http://gancho.internal:8080'],
    [{ host: 'not a host' }, 'http://localhost:3000'],
    [{}, 'http://localhost:3000'],
  ])('forwards a request with %j as a request to %s', async (headers, origin) => {
    const init = { method: 'POST', headers: new Headers(headers), body: '{}' };
    const request = new Request('http://localhost:3000/api/inngest?fnId=a', init);
    const response = await handleInngestRequest(request, { servesFunctions: true, handler: echo });
    expect(await response.text()).toBe(`POST ${origin}/api/inngest?fnId=a {}`);
  });

  it('runs nothing on a deployment that serves no functions', async () => {
    const request = new Request('http://localhost:3000/api/inngest');
    const response = await handleInngestRequest(request, { servesFunctions: false, handler: echo });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '3600']);
  });

  it('lasts ten seconds longer than the budget of a run', async () => {
    const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
    const route = await read('../../app/api/inngest/route.ts');
    const container = await read('../container.ts');
    const seconds = Number(/maxDuration = (\d+);/.exec(route)?.[1]);
    const budgetMs = /SERVERLESS_BUDGET_MS = ([\d_]+);/.exec(container)?.[1]?.replaceAll('_', '');
    expect(Number(budgetMs)).toBe((seconds - 10) * 1000);
  });
});
