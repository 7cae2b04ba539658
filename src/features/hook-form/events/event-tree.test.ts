import { describe, expect, test } from 'vitest';
import {
  buildTree,
  eventKey,
  filterResources,
  type ListedResource,
  NO_FILTER,
  splitKey,
  visibleRows,
} from './event-tree';
import { groupSelected } from './group-selected';

const resource = (name: string, changes: Partial<ListedResource> = {}): ListedResource => ({
  name,
  level: 'project',
  category: 'Project Management',
  tool: 'RFIs',
  events: ['create', 'update', 'delete'],
  isBuiltIn: true,
  description: '',
  ...changes,
});

const RFIS = resource('RFIs');
const REPLIES = resource('RFI Replies', {
  events: ['create'],
  description: 'Resposta a uma dúvida',
});
const USERS = resource('Company Users', {
  level: 'company',
  category: 'Core',
  tool: 'Company Directory',
});
const OWN = resource('Crane Checks', { category: 'Own things', tool: 'Cranes', isBuiltIn: false });
const ALL = [OWN, RFIS, REPLIES, USERS];
const PROJECT = { isCompany: false, allProjects: false };

test('a key is split at its last dot', () => {
  expect(splitKey(eventKey('A.B.Files', 'update'))).toEqual({
    resourceName: 'A.B.Files',
    eventType: 'update',
  });
});

describe('the tree', () => {
  test('is ordered by the catalogue’s categories, then tool and resource by the alphabet, own ones last', () => {
    const tree = buildTree(ALL, PROJECT);
    expect(tree.map(({ level, label }) => `${level} ${label}`)).toEqual([
      '1 Core',
      '2 Company Directory',
      '3 Company Users',
      '1 Project Management',
      '2 RFIs',
      '3 RFI Replies',
      '3 RFIs',
      '1 Own things',
      '2 Cranes',
      '3 Crane Checks',
    ]);
    expect(tree[5]).toMatchObject({ position: 1, siblings: 2, parentId: tree[4]?.id });
    expect(tree[7]).toMatchObject({ position: 3, siblings: 3, parentId: null });
  });

  test('a row holds the keys of all selectable events below it', () => {
    const [core, , users, management] = buildTree(ALL, PROJECT);
    expect(core?.allKeys).toEqual([]);
    expect(users?.refusal).toBe('company_resource_on_project_hook');
    expect(management?.keys).toEqual({
      create: ['RFIs.create', 'RFI Replies.create'],
      update: ['RFIs.update'],
      delete: ['RFIs.delete'],
    });
  });

  test('a company’s hook accepts project events once it includes projects', () => {
    const refusals = (allProjects: boolean) =>
      buildTree([RFIS, USERS], { isCompany: true, allProjects }).map(({ refusal }) => refusal);
    expect(refusals(false)).toContain('project_resource_on_company_hook');
    expect(refusals(true).every((refusal) => refusal === null)).toBe(true);
  });

  test('shows a row only when all above it are open', () => {
    const tree = buildTree([RFIS], PROJECT);
    const [category, tool] = tree.map(({ id }) => id);
    const labels = (...open: (string | undefined)[]) =>
      visibleRows(tree, new Set(open.map(String))).length;
    expect(labels()).toBe(1);
    expect(labels(tool)).toBe(1);
    expect(labels(category)).toBe(2);
    expect(labels(category, tool)).toBe(3);
  });
});

describe('the filter', () => {
  const names = (filter: Partial<typeof NO_FILTER>) =>
    filterResources(ALL, { ...NO_FILTER, ...filter }).map(({ name }) => name);

  test('finds by tool, name and description, ignoring case and accents', () => {
    expect(names({ words: ' DUVIDA ' })).toEqual(['RFI Replies']);
    expect(names({ words: 'directory' })).toEqual(['Company Users']);
    expect(names({ words: 'crane' })).toEqual(['Crane Checks']);
    expect(names({ words: 'nothing' })).toEqual([]);
    expect(names({})).toHaveLength(4);
  });

  test('narrows by tool, resource and event type together', () => {
    expect(names({ tool: 'RFIs', type: 'update' })).toEqual(['RFIs']);
    expect(names({ resource: 'RFI Replies', type: 'create' })).toEqual(['RFI Replies']);
  });

  test('an event type leaves only the boxes of that type', () => {
    const [row] = buildTree([RFIS], PROJECT, ['update']);
    expect(row?.allKeys).toEqual(['RFIs.update']);
  });
});

test('the selection is grouped by category and tool, without empty groups', () => {
  const selected = new Set(['RFIs.update', 'RFI Replies.create'] as const);
  expect(groupSelected(buildTree(ALL, PROJECT), selected)).toEqual([
    {
      category: 'Project Management',
      tools: [{ tool: 'RFIs', keys: ['RFI Replies.create', 'RFIs.update'] }],
    },
  ]);
});
