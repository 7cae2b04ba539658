import { useState } from 'react';
import type { CheckState } from '@/components/ui/checkbox';

export type Selection = ReturnType<typeof useSelection>;

const NOTHING: ReadonlySet<number> = new Set();

/** The chosen rows, as long as `scope` is the same. Another page or filter starts with none. */
export function useSelection(scope: string) {
  const [chosen, setChosen] = useState({ scope, ids: NOTHING });
  const ids = chosen.scope === scope ? chosen.ids : NOTHING;
  const setAll = (next: Iterable<number>) => setChosen({ scope, ids: new Set(next) });
  return {
    ids,
    setAll,
    set: (id: number, isChosen: boolean) =>
      setAll(isChosen ? [...ids, id] : [...ids].filter((each) => each !== id)),
    stateOf: (shown: readonly number[]): CheckState => {
      const count = shown.filter((id) => ids.has(id)).length;
      if (count === 0) return false;
      return count === shown.length ? true : 'mixed';
    },
  };
}
