import { expect, test } from 'vitest';
import { preferredLanguage } from './languages';

test.each([
  [null, 'en'],
  ['', 'en'],
  ['pt-PT,pt;q=0.9,en;q=0.8', 'pt-BR'],
  ['es-419', 'es'],
  ['de,fr;q=0.9', 'en'],
  ['en;q=0.3, es;q=0.7', 'es'],
  ['pt;q=0, es', 'es'],
])('%j is read as %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
