'use client';

import { useTranslations } from 'next-intl';
import { memo, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Notice } from '@/components/notice';
import { Button } from '@/components/ui/button';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { FormSection } from '../form-section';
import { EventFilters } from './event-filters';
import { EventGrid } from './event-grid';
import {
  buildTree,
  filterResources,
  type HookKind,
  isFiltered,
  type ListedResource,
  NO_FILTER,
  visibleRows,
} from './event-tree';
import type { Selection } from './selection';

/** Has its own state, so that typing elsewhere in the form does not render the grid again. */
export const SelectEvents = memo(function SelectEvents({
  resources,
  isCompany,
  allProjects,
  selection,
}: {
  resources: readonly ListedResource[];
  selection: Selection;
} & HookKind) {
  const t = useTranslations('hookEvents');
  const searchBox = useRef<HTMLInputElement>(null);
  const [filter, setFilter] = useState(NO_FILTER);
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set());
  // During a search all rows are open, except those that were closed by hand.
  const [closedIds, setClosedIds] = useState<ReadonlySet<string>>(new Set());
  // Typing has priority. The grid follows as soon as it can.
  const applied = useDeferredValue(filter);

  const types = useMemo(
    () => EVENT_TYPES.filter((type) => applied.type === '' || type === applied.type),
    [applied.type],
  );
  const tree = useMemo(
    () => buildTree(filterResources(resources, applied), { isCompany, allProjects }, types),
    [resources, applied, types, isCompany, allProjects],
  );
  const isSearched = isFiltered(applied);
  const open = useMemo(
    () =>
      isSearched ? new Set(tree.map(({ id }) => id).filter((id) => !closedIds.has(id))) : openIds,
    [isSearched, tree, closedIds, openIds],
  );
  const rows = useMemo(() => visibleRows(tree, open), [tree, open]);

  const changeFilter = (changes: Partial<typeof filter>) => {
    setFilter((before) => ({ ...before, ...changes }));
    setClosedIds(new Set());
  };
  const changeOpen = (ids: readonly string[], isOpen: boolean) => {
    if (isSearched) setClosedIds((before) => withIds(before, ids, !isOpen));
    else setOpenIds((before) => withIds(before, ids, isOpen));
  };
  const search = (character: string) => {
    changeFilter({ words: filter.words + character });
    searchBox.current?.focus();
  };

  return (
    <FormSection title={t('title')} text={t('text')} id="events">
      <EventFilters
        resources={resources}
        filter={filter}
        searchBox={searchBox}
        onChange={changeFilter}
      />
      {rows.length === 0 ? (
        <Notice
          role="status"
          title={t('noMatch')}
          action={
            <Button variant="outline" size="small" onClick={() => changeFilter(NO_FILTER)}>
              {t('clearFilters')}
            </Button>
          }
        />
      ) : (
        <EventGrid
          tree={tree}
          rows={rows}
          open={open}
          types={types}
          selection={selection}
          onOpenChange={changeOpen}
          onType={search}
        />
      )}
    </FormSection>
  );
});

function withIds(before: ReadonlySet<string>, ids: readonly string[], isIn: boolean) {
  const next = new Set(before);
  for (const id of ids) {
    if (isIn) next.add(id);
    else next.delete(id);
  }
  return next;
}
