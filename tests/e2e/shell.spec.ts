import { expect, started, test } from './support/test';

test('another site can neither frame a page nor have one write', async ({ admin }) => {
  const headers = (await admin.goto('/companies'))?.headers() ?? {};
  const policy = headers['content-security-policy'] ?? '';
  expect(policy).toContain("frame-ancestors 'none'");
  expect(/script-src [^;]*/.exec(policy)?.[0]).not.toContain('unsafe');
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
  });

  const write = (headers: Record<string, string>) =>
    admin.request.post('/api/trpc/hooks.delete', { headers, data: '{"json":{}}' });
  const json = { 'content-type': 'application/json' };
  expect((await write({ ...json, 'sec-fetch-site': 'cross-site' })).status()).toBe(403);
  expect((await write({ ...json, origin: 'https://elsewhere.example' })).status()).toBe(403);
  expect((await write({ 'content-type': 'text/plain' })).status()).toBe(415);
  expect((await write({ ...json, origin: started('E2E_ADDRESS') })).status()).toBe(400);
  expect((await admin.request.get('/api/trpc/hooks.delete?input={}')).status()).toBe(405);
});

test('the session’s cookie is for this site and no script', async ({ admin }) => {
  const cookies = await admin.context().cookies();
  const session = cookies.find(({ name }) => name.endsWith('next-auth.session-token'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
});
