import { expect, test } from 'vitest';
import { checkDraft, type Draft, requestOf } from './draft';

const draft: Draft = {
  name: 'Ana',
  password: '',
  language: 'en',
  timeZone: null,
  companyName: '',
  projectName: '',
};
const sample = { needsTenant: true, hasSample: true, hasPassword: true };

test.each([
  ['asks only for the name if there is a sample', {}, sample, []],
  ['a name', { name: ' ' }, sample, ['name']],
  ['a password that is long enough, if any', { password: 'short' }, sample, ['password']],
  ['a password, if there is none', {}, { ...sample, hasPassword: false }, ['password']],
  [
    'a tenant where there is none',
    {},
    { ...sample, hasSample: false },
    ['companyName', 'projectName'],
  ],
  ['a project for a company', { companyName: 'A' }, sample, ['projectName']],
  ['a company for a project', { projectName: 'A' }, sample, ['companyName']],
  [
    'no tenant where there is one',
    {},
    { needsTenant: false, hasSample: false, hasPassword: true },
    [],
  ],
])('%s', (_, change, asked, fields) => {
  expect(Object.keys(checkDraft({ ...draft, ...change }, asked))).toEqual(fields);
});

test('leaves out empty fields', () => {
  expect(requestOf(draft)).toEqual({ name: 'Ana', language: 'en', timeZone: null });
  const whole = { ...draft, password: 'long enough', companyName: 'A', projectName: 'B' };
  expect(requestOf(whole)).toMatchObject({
    newPassword: 'long enough',
    tenant: { companyName: 'A', projectName: 'B' },
  });
});
