import { useMemo, useState, useSyncExternalStore } from 'react';
import { buildTree, type HookKind, type ListedResource } from './event-tree';
import type { Selection } from './selection';

/**
 * The part of the selection that counts for this hook. Events that it cannot select now (an event of projects while not
 * all projects are included) are kept, in case the choice changes again.
 */
export function useSelection({
  resources,
  selection,
  isCompany,
  allProjects,
}: { resources: readonly ListedResource[]; selection: Selection } & HookKind) {
  const all = useSyncExternalStore(selection.subscribe, selection.read, selection.read);
  const [start] = useState(all);
  const tree = useMemo(
    () => buildTree(resources, { isCompany, allProjects }),
    [resources, isCompany, allProjects],
  );
  const selected = useMemo(() => {
    const possible = tree.filter(({ level }) => level === 1).flatMap((row) => row.allKeys);
    return new Set(possible.filter((key) => all.has(key)));
  }, [tree, all]);
  const isChanged = all.size !== start.size || [...all].some((key) => !start.has(key));
  return { tree, selected, isChanged };
}
