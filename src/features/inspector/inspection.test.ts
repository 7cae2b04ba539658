import { expect, it } from 'vitest';
import { hookPath, readWhole } from './inspection';

it('leads to the hook at its own level, as long as there is one', () => {
  const owner = { companyId: 1001, projectId: null, hookId: 7001 };
  expect(hookPath(owner)).toBe('/companies/1001/tools/webhooks/7001');
  expect(hookPath({ ...owner, projectId: 5001 })).toBe(
    '/companies/1001/projects/5001/tools/webhooks/7001',
  );
  expect(hookPath({ ...owner, hookId: null })).toBeNull();
});

it('accepts only whole numbers within the limits', () => {
  const limits = { min: 200, max: 599 };
  expect(readWhole(' 503 ', limits)).toBe(503);
  for (const text of ['', '199', '600', '2e2', '200.5', '-200', 'ok']) {
    expect(readWhole(text, limits), text).toBeNull();
  }
});
