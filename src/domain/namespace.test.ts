import { describe, expect, it } from 'vitest';
import { DEFAULT_NAMESPACE, isNamespace } from './namespace';

describe('isNamespace', () => {
  it.each([
    DEFAULT_NAMESPACE,
    'pmc-analytics',
    'rfis.create',
    'punch_items.update',
    '3d',
    'a',
    'a'.repeat(100),
  ])('accepts %j', (value) => {
    expect(isNamespace(value)).toBe(true);
  });

  it.each(['', 'Procore', 'my app', 'app!', '*', '-app', '.app', 'ação', 'app\n', 'a'.repeat(101)])(
    'refuses %j',
    (value) => {
      expect(isNamespace(value)).toBe(false);
    },
  );
});
