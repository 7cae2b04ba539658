import { useState } from 'react';
import type { CheckState } from '@/components/ui/checkbox';

export type Selection = ReturnType<typeof useSelection>;

const NOTHING: ReadonlySet<number> = new Set();

/** The chosen rows, as long as `scope` is the same. Another page or filter starts with none. */
export function useSelection(scope: string) {
  const [chosen, setChosen] = useState({ scope, ids: NOTHING, isAll: false });
  const { ids, isAll } = chosen.scope === scope ? chosen : { ids: NOTHING, isAll: false };
  const setAll = (next: Iterable<number>) => setChosen({ scope, ids: new Set(next), isAll: false });
  return {
    ids,
    /** Every row that matches the filter is chosen, also those of other pages. */
    isAll,
    setAll,
    chooseAll: () => setChosen({ scope, ids, isAll: true }),
    set: (id: number, isChosen: boolean) =>
      setAll(isChosen ? [...ids, id] : [...ids].filter((each) => each !== id)),
    stateOf: (shown: readonly number[]): CheckState => {
      const count = shown.filter((id) => ids.has(id)).length;
      if (count === 0) return false;
      return count === shown.length ? true : 'mixed';
    },
  };
}
