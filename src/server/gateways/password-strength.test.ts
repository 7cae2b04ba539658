import { forThisMachine } from '@tests/support/patience.mjs';
import { expect, it } from 'vitest';
import { isEasyToGuess } from './password-strength';

const OWN = ['ana.souza@example.com', 'Ana Souza'];

it.each([
  'password1234',
  'passwordpassword',
  'P@ssw0rd1234',
  '123456789012',
  'qwertyuiopas',
  'aaaaaaaaaaaa',
  'iloveyou1234',
  'ganchogancho',
  'ana.souza@example.com',
])('%s is easy to guess', (password) => {
  expect(isEasyToGuess(password, OWN)).toBe(true);
});

it.each(['correct horse battery', 'one of my own', 'x7#Kq-mm2L_v', 'café com pão às 6'])(
  '%s is not',
  (password) => {
    expect(isEasyToGuess(password, OWN)).toBe(false);
  },
);

it('reads the beginning of a long one only, because the estimate blocks the process', () => {
  expect(isEasyToGuess(`${'a'.repeat(64)}x7#Kq-mm2L_v correct horse battery`, OWN)).toBe(true);
  expect(isEasyToGuess(`x7#Kq-mm2L_v${'a'.repeat(1_000)}`, OWN)).toBe(false);
});

it('takes no longer for signs that stand for many letters', () => {
  isEasyToGuess('first', OWN);
  const startedMs = performance.now();
  for (const part of ['p4$$w0rd', 'a@4s$5', 'p4$$w0rd1!i|o0']) isEasyToGuess(part.repeat(16), OWN);
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(200));
});
