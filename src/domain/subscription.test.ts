import { describe, expect, it } from 'vitest';
import { findBuiltInResource } from './catalogue/built-in-resources';
import { canSubscribe } from './subscription';

describe('canSubscribe', () => {
  const rfis = { level: 'project', events: ['create', 'update', 'delete'] } as const;
  const companyUsers = { level: 'company', events: ['create', 'update'] } as const;

  it.each([
    ['project', false, rfis, 'delete'],
    ['company', false, companyUsers, 'update'],
    ['company', true, companyUsers, 'update'],
    ['company', true, rfis, 'update'],
  ] as const)('lets a %s hook (all projects: %s) select %j %s', (level, all, resource, type) => {
    expect(canSubscribe(level, all, resource, type)).toEqual({ ok: true });
  });

  it.each([
    ['project', false, companyUsers, 'update', 'company_resource_on_project_hook'],
    ['company', false, rfis, 'update', 'project_resource_on_company_hook'],
    ['company', false, companyUsers, 'delete', 'event_type_not_allowed'],
    ['project', false, rfis, 'UPDATE', 'event_type_not_allowed'],
    ['project', false, rfis, '', 'event_type_not_allowed'],
  ] as const)(
    'refuses a %s hook (all projects: %s) %j %j: %s',
    (level, all, resource, type, reason) => {
      expect(canSubscribe(level, all, resource, type)).toEqual({ ok: false, reason });
    },
  );

  it('decides about the built-in resources by the catalogue', () => {
    const bids = findBuiltInResource('Bids');
    expect(bids && canSubscribe('company', false, bids, 'update')).toEqual({ ok: true });
    expect(bids && canSubscribe('company', false, bids, 'create').ok).toBe(false);
  });
});
