import { PROCEDURES } from '@tests/access/procedures';
import { expect, it } from 'vitest';
import { appRouter } from './root';

it('every procedure says who may call it: name a new one in tests/access/procedures.ts', () => {
  expect(Object.keys(PROCEDURES).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});
