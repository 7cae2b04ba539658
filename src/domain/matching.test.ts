import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findBuiltInResource } from './catalogue/built-in-resources';
import { RESOURCE_LEVELS } from './catalogue/resource';
import {
  canSubscribe,
  explainMatch,
  type MatchEvent,
  type MatchHook,
  type MatchTrigger,
} from './matching';

const event: MatchEvent = {
  companyId: 1001,
  projectId: 5001,
  resourceName: 'RFIs',
  resourceLevel: 'project',
  eventType: 'update',
  recordedAtUs: 1_000,
};
const companyEvent: MatchEvent = { ...event, projectId: null, resourceLevel: 'company' };
const projectHook: MatchHook = {
  companyId: 1001,
  projectId: 5001,
  allProjects: false,
  isDeleted: false,
};
const companyHook: MatchHook = { ...projectHook, projectId: null };
const trigger: MatchTrigger = {
  id: 9001,
  resourceName: 'RFIs',
  eventType: 'update',
  createdAtUs: 0,
  deletedAtUs: null,
};

describe('explainMatch: which hooks an event reaches', () => {
  it.each([
    ['a project hook its project', event, projectHook],
    ['a company hook with all projects any of them', event, { ...companyHook, allProjects: true }],
    ['a company hook the company-level resources', companyEvent, companyHook],
    [
      'that also where the event names a project',
      { ...companyEvent, projectId: 5001 },
      companyHook,
    ],
  ] as const)('%s', (_, theEvent, hook) => {
    expect(explainMatch(theEvent, hook, [trigger])).toEqual({ matches: true, triggerId: 9001 });
  });

  it.each([
    ['other_company', event, { ...projectHook, companyId: 1002 }],
    ['hook_deleted', event, { ...projectHook, isDeleted: true }],
    ['other_project', event, { ...projectHook, projectId: 5002 }],
    ['other_project', companyEvent, projectHook],
    ['project_events_not_included', event, companyHook],
  ] as const)('%s', (reason, theEvent, hook) => {
    expect(explainMatch(theEvent, hook, [trigger])).toEqual({ matches: false, reason });
  });
});

describe('explainMatch: which selections count', () => {
  it.each([
    ['resource_not_selected', []],
    ['resource_not_selected', [{ ...trigger, resourceName: 'RFI Replies' }]],
    ['event_type_not_selected', [{ ...trigger, eventType: 'create' }]],
    ['selected_after_event', [{ ...trigger, createdAtUs: 1_001 }]],
    ['deselected_before_event', [{ ...trigger, deletedAtUs: 1_000 }]],
    [
      'deselected_before_event',
      [
        { ...trigger, deletedAtUs: 500 },
        { ...trigger, id: 9002, createdAtUs: 2_000 },
      ],
    ],
  ] as const)('%s: %j', (reason, triggers) => {
    expect(explainMatch(event, projectHook, triggers)).toEqual({ matches: false, reason });
  });

  it('counts from the moment of selection to just before that of removal', () => {
    const atStart = { ...trigger, createdAtUs: 1_000 };
    const justBeforeEnd = { ...trigger, deletedAtUs: 1_001 };
    expect(explainMatch(event, projectHook, [atStart]).matches).toBe(true);
    expect(explainMatch(event, projectHook, [justBeforeEnd]).matches).toBe(true);
  });

  it('finds the selection that held at the time among several of the same', () => {
    const earlier = { ...trigger, id: 1, deletedAtUs: 900 };
    const then = { ...trigger, id: 2, createdAtUs: 950, deletedAtUs: 1_100 };
    const later = { ...trigger, id: 3, createdAtUs: 1_200 };
    expect(explainMatch(event, projectHook, [later, earlier, then])).toEqual({
      matches: true,
      triggerId: 2,
    });
  });

  it('matches exactly where one condition over all facts holds', () => {
    const small = fc.integer({ min: 1, max: 2 });
    const projectId = fc.option(small);
    const name = fc.constantFrom('RFIs', 'Drawings');
    const type = fc.constantFrom('create', 'update');
    const level = fc.constantFrom(...RESOURCE_LEVELS);
    const at = fc.integer({ min: 0, max: 4 });
    const anyEvent: fc.Arbitrary<MatchEvent> = fc.record({
      companyId: small,
      projectId,
      resourceName: name,
      resourceLevel: level,
      eventType: type,
      recordedAtUs: at,
    });
    const anyHook: fc.Arbitrary<MatchHook> = fc.record({
      companyId: small,
      projectId,
      allProjects: fc.boolean(),
      isDeleted: fc.boolean(),
    });
    const anyTrigger: fc.Arbitrary<MatchTrigger> = fc.record({
      id: fc.nat(),
      resourceName: name,
      eventType: type,
      createdAtUs: at,
      deletedAtUs: fc.option(at),
    });
    fc.assert(
      fc.property(anyEvent, anyHook, fc.array(anyTrigger, { maxLength: 4 }), (e, h, triggers) => {
        const expected =
          !h.isDeleted &&
          h.companyId === e.companyId &&
          (h.projectId === null
            ? e.resourceLevel === 'company' || h.allProjects
            : h.projectId === e.projectId) &&
          triggers.some(
            (t) =>
              t.resourceName === e.resourceName &&
              t.eventType === e.eventType &&
              t.createdAtUs <= e.recordedAtUs &&
              e.recordedAtUs < (t.deletedAtUs ?? Number.POSITIVE_INFINITY),
          );
        expect(explainMatch(e, h, triggers).matches).toBe(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

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

  it('judges the built-in resources by what the catalogue says', () => {
    const bids = findBuiltInResource('Bids');
    expect(bids && canSubscribe('company', false, bids, 'update')).toEqual({ ok: true });
    expect(bids && canSubscribe('company', false, bids, 'create').ok).toBe(false);
  });
});
