import type { EventKey, TreeRow } from './event-tree';

export type SelectedGroup = { category: string; tools: { tool: string; keys: EventKey[] }[] };

/** The selected events by category and tool, in the order of the tree. */
export function groupSelected(
  tree: readonly TreeRow[],
  selected: ReadonlySet<EventKey>,
): SelectedGroup[] {
  const groups: SelectedGroup[] = [];
  for (const row of tree) {
    if (row.level === 1) groups.push({ category: row.label, tools: [] });
    if (row.level === 2) groups.at(-1)?.tools.push({ tool: row.label, keys: [] });
    if (row.level === 3) {
      const keys = row.allKeys.filter((key) => selected.has(key));
      groups
        .at(-1)
        ?.tools.at(-1)
        ?.keys.push(...keys);
    }
  }
  return groups
    .map(({ category, tools }) => ({
      category,
      tools: tools.filter(({ keys }) => keys.length > 0),
    }))
    .filter(({ tools }) => tools.length > 0);
}
