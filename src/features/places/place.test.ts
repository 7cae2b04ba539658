import { expect, test } from 'vitest';
import { findPlace, parseId, searchPlaces, webhooksPath } from './place';

const alfa = {
  id: 1001,
  name: 'Construções São Luís',
  isSample: false,
  isReachable: false,
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
  '%j is no id',
  (segment) => {
    expect(parseId(segment)).toBeNull();
  },
);

test('the company level is found only by those who reach it; a foreign project by nobody', () => {
  expect(findPlace([alfa], { companyId: 1001, projectId: null })).toBeNull();
  expect(findPlace([alfa], { companyId: 1001, projectId: 5002 })?.project?.name).toBe('Ponte');
  expect(findPlace([alfa], { companyId: 1001, projectId: 5003 })).toBeNull();
  expect(findPlace([alfa], { companyId: 1002, projectId: 5001 })).toBeNull();
});

test('search ignores case and accents, and narrows to matching projects', () => {
  expect(searchPlaces([alfa], 'SAO')).toEqual([alfa]);
  expect(searchPlaces([alfa], 'torre')[0]?.projects.map(({ id }) => id)).toEqual([5001]);
  expect(searchPlaces([alfa], 'x')).toEqual([]);
});
