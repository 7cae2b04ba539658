import { expect, test } from 'vitest';
import { findTenant, parseId, searchTenants, webhooksPath } from './tenant';

const alfa = {
  id: 1001,
  name: 'Construções São Luís',
  isSample: false,
  hasCompanyAccess: false,
  projects: [
    { id: 5001, name: 'Torre Norte' },
    { id: 5002, name: 'Ponte' },
  ],
};

test('addresses of a company and of a project', () => {
  expect(webhooksPath({ companyId: 1001, projectId: null })).toBe('/companies/1001/tools/webhooks');
  expect(webhooksPath({ companyId: 1001, projectId: 5001 })).toBe(
    '/companies/1001/projects/5001/tools/webhooks',
  );
});

test.each(['', '0', '01', '-1', '1.5', 'abc', '9007199254740993', undefined])(
  '%j is not an id',
  (segment) => {
    expect(parseId(segment)).toBeNull();
  },
);

test('the company level is found only by people with access to it; a foreign project by nobody', () => {
  expect(findTenant([alfa], { companyId: 1001, projectId: null })).toBeNull();
  expect(findTenant([alfa], { companyId: 1001, projectId: 5002 })?.project?.name).toBe('Ponte');
  expect(findTenant([alfa], { companyId: 1001, projectId: 5003 })).toBeNull();
  expect(findTenant([alfa], { companyId: 1002, projectId: 5001 })).toBeNull();
});

test('search ignores case and accents, and narrows to matching projects', () => {
  expect(searchTenants([alfa], 'SAO')).toEqual([alfa]);
  expect(searchTenants([alfa], 'torre')[0]?.projects.map(({ id }) => id)).toEqual([5001]);
  expect(searchTenants([alfa], 'x')).toEqual([]);
});
