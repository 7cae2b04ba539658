import { expect, it } from 'vitest';
import { presetOf } from './presets';

it('knows a preset by its scopes in any order, and no other set', () => {
  expect(presetOf(['deliveries:read', 'events:read', 'hooks:read'])).toBe('read');
  expect(presetOf(['events:write'])).toBe('publish');
  expect(presetOf(['events:write', 'hooks:read'])).toBeNull();
  expect(presetOf([])).toBeNull();
});
