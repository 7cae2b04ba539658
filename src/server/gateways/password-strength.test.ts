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

it('handles the longest one immediately', () => {
  const startedMs = performance.now();
  isEasyToGuess('aB3$'.repeat(256), OWN);
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});
