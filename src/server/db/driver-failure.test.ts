import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openPostgres } from '@/server/db/driver';
import { PostgresError } from '@/server/db/driver-error';
import { isDriverFailure } from './driver-failure';

it('recognizes failures of the driver', async () => {
  const nobody = openPostgres('postgres://127.0.0.1:1/none', { max: 1 });
  const refused: unknown = await nobody`SELECT 1`.catch((error: unknown) => error);
  expect(isDriverFailure(refused)).toBe(true);
  await nobody.end();
  const ended: unknown = await nobody`SELECT 1`.catch((error: unknown) => error);
  expect(isDriverFailure(ended)).toBe(true);
  const login = new PostgresError('server login failed', '08P01');
  expect(isDriverFailure(login)).toBe(true);
  expect(isDriverFailure(new DrizzleQueryError('SELECT 1', [], login))).toBe(true);
});

it('does not treat our own defect as a failure of the driver', () => {
  expect(isDriverFailure(new TypeError('x is undefined'))).toBe(false);
  expect(isDriverFailure('a text')).toBe(false);
  expect(isDriverFailure(null)).toBe(false);
  expect(isDriverFailure(new DrizzleQueryError('SELECT 1', [], new TypeError('x')))).toBe(false);
});
