import { describe, expect, it } from 'vitest';
import { BUILT_IN_RESOURCES, findBuiltInResource } from './built-in-resources';
import { CATEGORIES, EVENT_TYPES, type Resource } from './resource';

const names = BUILT_IN_RESOURCES.map((resource) => resource.name);

function position(resource: Resource): string {
  const category = CATEGORIES.indexOf(resource.category);
  return [category, resource.level, resource.tool, resource.name].join('\u0001');
}

function eventsOf(name: string): readonly string[] | undefined {
  return findBuiltInResource(name)?.events;
}

describe('BUILT_IN_RESOURCES', () => {
  it('are 25 of companies and 96 of projects', () => {
    const levels = BUILT_IN_RESOURCES.map((resource) => resource.level);
    expect(levels.filter((level) => level === 'company')).toHaveLength(25);
    expect(levels.filter((level) => level === 'project')).toHaveLength(96);
    expect(names).toHaveLength(121);
  });

  it('have distinct names, and no alias that is a name or another alias', () => {
    const aliases = BUILT_IN_RESOURCES.flatMap((resource) => resource.aliases ?? []);
    expect(new Set([...names, ...aliases]).size).toBe(names.length + aliases.length);
  });

  it('stand in order of category, level, tool and name', () => {
    const positions = BUILT_IN_RESOURCES.map(position);
    expect(positions).toEqual([...positions].sort());
  });

  it('use every category, and event types in their usual order', () => {
    expect(new Set(BUILT_IN_RESOURCES.map((resource) => resource.category))).toEqual(
      new Set(CATEGORIES),
    );
    for (const { events } of BUILT_IN_RESOURCES) {
      expect(events.length).toBeGreaterThan(0);
      expect(events).toEqual(EVENT_TYPES.filter((type) => events.includes(type)));
    }
  });

  it('allow exactly these exceptions from create, update and delete', () => {
    const exceptions = BUILT_IN_RESOURCES.filter(({ events }) => events.length < 3).map(
      ({ name, events }) => `${name}: ${events.join('+')}`,
    );
    expect(exceptions).toEqual([
      'Budget View Snapshots: create',
      'RFQ Quotes: create+update',
      'RFQ Responses: create+update',
      'Standard Cost Code Lists: create',
      'Trades: create+delete',
      'Company Users: create+update',
      'Company Vendors: create+update',
      'Projects: create+update',
      'Task Items: create+update',
      'Bids: update',
      'Timecard Time Types: create+delete',
      'Weather Logs: create+update',
      'Markup Layers: create+update',
      'Specification Sections: create+update',
      'Inspection Checklists: create+update',
      'Observation Item Response Logs: create',
    ]);
  });

  it('keep retired event types subscribable, with their last day', () => {
    const retired = BUILT_IN_RESOURCES.filter((resource) => resource.retired !== undefined);
    expect(retired.map(({ name }) => name)).toEqual(['Project Users', 'Project Vendors']);
    for (const resource of retired) {
      expect(resource.retired).toEqual({ update: '2026-06-30' });
      expect(resource.events).toContain('update');
    }
  });
});

describe('findBuiltInResource', () => {
  it('finds every resource by its own name', () => {
    for (const resource of BUILT_IN_RESOURCES) {
      expect(findBuiltInResource(resource.name)).toBe(resource);
    }
  });

  it('finds names with unusual spelling', () => {
    expect(eventsOf('Daily Log/Entries')).toEqual(['create', 'update', 'delete']);
    expect(findBuiltInResource('ToDos')?.tool).toBe('Schedule');
    expect(findBuiltInResource('Pdf Download Pages')?.level).toBe('project');
  });

  it.each([
    ['BIM Models', 'Bim Models'],
    ['BIM Model Revisions', 'Bim Model Revisions'],
    ['BIM File Extractions', 'Bim File Extractions'],
  ])('takes %s for %s', (alias, name) => {
    expect(findBuiltInResource(alias)?.name).toBe(name);
  });

  it.each(['', 'rfis', 'RFI', 'Rfis', ' RFIs', 'toString', '__proto__'])(
    'does not find %j',
    (name) => {
      expect(findBuiltInResource(name)).toBeNull();
    },
  );
});
