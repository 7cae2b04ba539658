import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { unavailableFor } from '@/server/db/unavailable';
import { createPageFront, logConsole } from './page-front';

let server: Server | null = null;
afterEach(() => {
  server?.close();
  vi.restoreAllMocks();
});

/** The answer of a page that does this, and then fails as the framework does. */
async function answerOf(page: () => Promise<void>): Promise<Response> {
  const front = createPageFront(async (_request, response) => {
    response.statusCode = await page().then(
      () => 200,
      () => 500,
    );
    response.end('page');
  });
  server = createServer((request, response) => void front(request, response));
  await new Promise<void>((done) => server?.listen(0, '127.0.0.1', done));
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

describe('a page', () => {
  it('that fails because the database is unavailable answers 503 with Retry-After', async () => {
    const answer = await answerOf(async () => {
      await new Promise((done) => setImmediate(done));
      throw unavailableFor('unreachable');
    });
    expect([answer.status, answer.statusText]).toEqual([503, 'Service Unavailable']);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.text()).toBe('page');
  });

  it('that fails by its own defect stays at 500', async () => {
    const answer = await answerOf(() => Promise.reject(new Error('a defect')));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([500, null]);
  });

  it('that does not need the database is answered unchanged', async () => {
    const answer = await answerOf(async () => void unavailableFor('unreachable'));
    expect(answer.status).toBe(200);
  });
});

it('the framework’s console output becomes lines of the log', () => {
  vi.spyOn(console, 'log');
  vi.spyOn(console, 'warn');
  vi.spyOn(console, 'error');
  const lines: unknown[] = [];
  const note = (level: string) => (fields: object, message: string) => {
    lines.push([level, fields, message]);
  };
  logConsole({
    debug: note('debug'),
    info: note('info'),
    warn: note('warn'),
    error: note('error'),
  });

  const cause = new Error('connect ECONNREFUSED');
  const defect = Object.assign(new Error('a defect'), { digest: '7' });
  console.error('⨯', Object.assign(unavailableFor('unreachable', cause), { digest: '6' }));
  console.error('⨯', defect);
  console.warn('⚠ something is old');
  console.log('✓ Ready');
  expect(lines).toEqual([
    ['warn', { err: cause, digest: '6' }, 'The database cannot be reached. Try again in 2 s.'],
    ['error', { err: defect, digest: '7' }, 'A page failed'],
    ['warn', {}, 'something is old'],
    ['debug', {}, 'Ready'],
  ]);
});
