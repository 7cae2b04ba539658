import { encode } from 'next-auth/jwt';
import { expect, it } from 'vitest';
import { decodeToken } from './session-token';

const secret = 'a secret of this test';
const part = (bytes: number) => Buffer.alloc(bytes).toString('base64url');

it('opens a token that the library has made', async () => {
  const token = await encode({ token: { sub: '7' }, secret });
  expect(await decodeToken({ token, secret })).toMatchObject({ sub: '7' });
});

it('derives no key for a token that names its own algorithm', async () => {
  const head = { alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2s: part(16), p2c: 10_000 };
  const named = Buffer.from(JSON.stringify(head)).toString('base64url');
  const token = [named, part(40), part(12), part(3), part(16)].join('.');
  // The decoder refuses a token that asks for a key derivation.
  expect(await decodeToken({ token, secret })).toBeNull();
});
