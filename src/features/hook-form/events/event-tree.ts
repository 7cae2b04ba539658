import { CATEGORIES, EVENT_TYPES, type EventType } from '@/domain/catalogue/resource';
import { canSubscribe, type SubscriptionRefusal } from '@/domain/subscription';
import type { RouterOutputs } from '@/trpc/client';
import { fold } from './fold';

export type ListedResource = RouterOutputs['resources']['list']['items'][number];

/** One selectable event: `RFIs.create`. Resource names may contain dots, event types may not. */
export type EventKey = `${string}.${EventType}`;
export const eventKey = (resourceName: string, type: EventType): EventKey =>
  `${resourceName}.${type}`;
export function splitKey(key: EventKey): { resourceName: string; eventType: EventType } {
  const dot = key.lastIndexOf('.');
  return { resourceName: key.slice(0, dot), eventType: key.slice(dot + 1) as EventType };
}

/** The level of the hook decides what it can select. */
export type HookKind = { isCompany: boolean; allProjects: boolean };

export type TreeRow = {
  id: string;
  level: 1 | 2 | 3;
  parentId: string | null;
  label: string;
  description: string;
  /** The events that are checked with the row, by column; empty if there are none. */
  keys: Readonly<Record<EventType, readonly EventKey[]>>;
  allKeys: readonly EventKey[];
  /** The reason why no event of a resource can be selected. */
  refusal: SubscriptionRefusal | null;
  position: number;
  siblings: number;
};

export type TreeFilter = {
  words: string;
  tool: string;
  resource: string;
  type: EventType | '';
};

export const NO_FILTER: TreeFilter = { words: '', tool: '', resource: '', type: '' };
export const isFiltered = (filter: TreeFilter) => Object.values(filter).some((at) => at !== '');

/** The resources that match a filter, by tool, name or description, ignoring case and accents. */
export function filterResources(
  resources: readonly ListedResource[],
  { words, tool, resource, type }: TreeFilter,
): ListedResource[] {
  const wanted = fold(words.trim());
  return resources.filter(
    (at) =>
      (tool === '' || at.tool === tool) &&
      (resource === '' || at.name === resource) &&
      (type === '' || at.events.includes(type)) &&
      (wanted === '' || fold(`${at.tool}\n${at.name}\n${at.description}`).includes(wanted)),
  );
}

/**
 * Rows of category, tool and resource, in the order of the catalogue's categories and then of the alphabet. A row's
 * keys are those of all resources below it, only for the given event types.
 */
export function buildTree(
  resources: readonly ListedResource[],
  kind: HookKind,
  types: readonly EventType[] = EVENT_TYPES,
): TreeRow[] {
  const categories = groupBy(resources, (at) => at.category);
  const names = [...categories.keys()].sort((a, b) => orderOf(a) - orderOf(b) || compare(a, b));
  return names.flatMap((category, index) => {
    const inCategory = categories.get(category) ?? [];
    const id = `category:${category}`;
    const tools = groupBy(inCategory, (at) => at.tool);
    const toolNames = [...tools.keys()].sort(compare);
    const rows = toolNames.flatMap((tool, toolIndex) => {
      const inTool = [...(tools.get(tool) ?? [])].sort((a, b) => compare(a.name, b.name));
      const toolId = `tool:${category}/${tool}`;
      const leaves = inTool.map(
        (resource, leafIndex): TreeRow => ({
          id: `resource:${resource.name}`,
          level: 3,
          parentId: toolId,
          label: resource.name,
          description: resource.description,
          ...keysOf([resource], kind, types),
          refusal: refusalOf(resource, kind),
          position: leafIndex + 1,
          siblings: inTool.length,
        }),
      );
      const row: TreeRow = {
        ...group(toolId, 2, id, tool, keysOf(inTool, kind, types)),
        position: toolIndex + 1,
        siblings: toolNames.length,
      };
      return [row, ...leaves];
    });
    const row: TreeRow = {
      ...group(id, 1, null, category, keysOf(inCategory, kind, types)),
      position: index + 1,
      siblings: names.length,
    };
    return [row, ...rows];
  });
}

/** The visible rows: all their ancestors are open. */
export function visibleRows(tree: readonly TreeRow[], open: ReadonlySet<string>): TreeRow[] {
  const shown = new Set<string>();
  return tree.filter(({ id, parentId }) => {
    const isShown = parentId === null || (shown.has(parentId) && open.has(parentId));
    if (isShown) shown.add(id);
    return isShown;
  });
}

type Keys = Pick<TreeRow, 'keys' | 'allKeys'>;

function group(
  id: string,
  level: 1 | 2,
  parentId: string | null,
  label: string,
  keys: Keys,
): Omit<TreeRow, 'position' | 'siblings'> {
  return { id, level, parentId, label, description: '', ...keys, refusal: null };
}

function keysOf(
  resources: readonly ListedResource[],
  kind: HookKind,
  types: readonly EventType[],
): Keys {
  const level = kind.isCompany ? 'company' : 'project';
  const of = (type: EventType) =>
    types.includes(type)
      ? resources
          .filter((at) => canSubscribe(level, kind.allProjects, at, type).ok)
          .map((at) => eventKey(at.name, type))
      : [];
  const keys = { create: of('create'), update: of('update'), delete: of('delete') };
  return { keys, allKeys: EVENT_TYPES.flatMap((type) => keys[type]) };
}

function refusalOf(resource: ListedResource, kind: HookKind): SubscriptionRefusal | null {
  const [type] = resource.events;
  if (type === undefined) return 'event_type_not_allowed';
  const level = kind.isCompany ? 'company' : 'project';
  const check = canSubscribe(level, kind.allProjects, resource, type);
  return check.ok ? null : check.reason;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** A company's own categories come after the common ones. */
function orderOf(category: string): number {
  const index = (CATEGORIES as readonly string[]).indexOf(category);
  return index < 0 ? CATEGORIES.length : index;
}

const compare = (a: string, b: string) => a.localeCompare(b, 'en');
