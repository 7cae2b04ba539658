import { expect, it } from 'vitest';
import { hookPath, readableBody } from './inspection';

const inspection = {
  id: 'x',
  companyId: 1001,
  projectId: null,
  hookId: 7001,
  hookName: 'ERP',
  status: 200,
  delayMs: 0,
  requests: [],
};

it('leads to the hook at its own level', () => {
  expect(hookPath(inspection)).toBe('/companies/1001/tools/webhooks/7001');
  expect(hookPath({ ...inspection, projectId: 5001 })).toBe(
    '/companies/1001/projects/5001/tools/webhooks/7001',
  );
});

it('shows JSON on several lines and anything else as it came', () => {
  expect(readableBody('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readableBody('{"a":')).toBe('{"a":');
});
