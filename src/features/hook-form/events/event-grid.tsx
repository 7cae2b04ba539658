'use client';

import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState, useSyncExternalStore } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { EVENT_TYPES, type EventType } from '@/domain/catalogue/resource';
import { EventRow } from './event-row';
import type { EventKey, TreeRow } from './event-tree';
import { actOf, type Focus, type GridAct, isTyped } from './grid-keys';
import { type Selection, stateOf } from './selection';

const PAGE_ROWS = 10;

/** The events of all resources as a tree with a box for each: a tree grid by its ARIA pattern. */
export function EventGrid({
  tree,
  rows,
  open,
  types,
  selection,
  onOpenChange,
  onType,
}: {
  tree: readonly TreeRow[];
  /** The rows of the tree that are visible. */
  rows: readonly TreeRow[];
  open: ReadonlySet<string>;
  types: readonly EventType[];
  selection: Selection;
  onOpenChange: (ids: readonly string[], isOpen: boolean) => void;
  /** A character that was typed in the grid. */
  onType: (character: string) => void;
}) {
  const t = useTranslations('hookEvents');
  const typeName = useTranslations('eventType');
  const table = useRef<HTMLTableElement>(null);
  const [focus, setFocus] = useState<Focus | null>(null);
  const [first] = rows;
  const isThere = focus !== null && rows.some(({ id }) => id === focus.rowId);
  const current = isThere ? focus : first ? { rowId: first.id, column: -1 } : null;
  const groups = tree.filter(({ level }) => level < 3).map(({ id }) => id);
  const isAllOpen = groups.every((id) => open.has(id));
  const allKeys = tree.filter(({ level }) => level === 1).flatMap((row) => row.allKeys);

  const moveTo = ({ rowId, column }: Focus) => {
    setFocus({ rowId, column });
    const row = table.current?.querySelector(`[data-row="${CSS.escape(rowId)}"]`);
    const part = column < 0 ? row : row?.querySelector(`[data-column="${column}"]`);
    if (part instanceof HTMLElement) part.focus();
  };

  const perform = (done: GridAct) => {
    switch (done.act) {
      case 'focus':
        return moveTo(done.focus);
      case 'open':
      case 'close':
        return onOpenChange([done.rowId], done.act === 'open');
      case 'openSiblings': {
        const parentId = tree.find(({ id }) => id === done.rowId)?.parentId;
        const siblings = tree.filter((row) => row.parentId === parentId && row.level < 3);
        return onOpenChange(
          siblings.map(({ id }) => id),
          true,
        );
      }
      case 'check': {
        const row = tree.find(({ id }) => id === done.focus.rowId);
        return row && selection.toggle(keysAt(row, done.focus.column, types));
      }
      case 'checkAll':
        return selection.toggle(allKeys);
    }
  };

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (current === null || event.altKey) return;
    const key = { key: event.key, isControl: event.ctrlKey || event.metaKey };
    if (isTyped(key)) {
      event.preventDefault();
      return onType(event.key);
    }
    // The browser checks its own boxes.
    if (event.key === ' ' && event.target instanceof HTMLInputElement) return;
    const view = { rows, open, columns: types.length + 1, pageRows: PAGE_ROWS };
    const done = actOf(key, current, view);
    if (done === null) return;
    event.preventDefault();
    perform(done);
  };

  const onClick = (event: React.MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('input')) return;
    const rowId = event.target.closest('[data-toggle]')?.closest('tr')?.dataset.row;
    const row = tree.find(({ id }) => id === rowId);
    if (row === undefined) return;
    if (row.level === 3) selection.toggle(row.allKeys);
    else onOpenChange([row.id], !open.has(row.id));
  };

  const onFocus = (event: React.FocusEvent) => {
    if (!(event.target instanceof HTMLElement)) return;
    const rowId = event.target.closest('tr')?.dataset.row;
    const column = Number(event.target.dataset.column);
    if (rowId !== undefined && !Number.isNaN(column)) setFocus({ rowId, column });
  };

  return (
    <div className="overflow-hidden rounded-md border border-line bg-surface">
      <div className="flex items-center gap-3 border-line border-b py-1.5 pr-1.5 pl-3">
        <AllBox keys={allKeys} selection={selection} />
        <Button
          variant="quiet"
          size="small"
          className="ml-auto"
          onClick={() => onOpenChange(groups, !isAllOpen)}
        >
          {isAllOpen ? <ChevronsDownUp aria-hidden /> : <ChevronsUpDown aria-hidden />}
          {t(isAllOpen ? 'collapseAll' : 'expandAll')}
        </Button>
      </div>
      {/* Positioned, because otherwise the text for screen readers would stretch the page. */}
      <div className="relative max-h-[min(600px,70dvh)] overflow-y-auto">
        <table
          ref={table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA's pattern for a table that is a tree
          role="treegrid"
          aria-label={t('title')}
          aria-multiselectable
          className="w-full table-fixed border-collapse text-table"
          onKeyDown={onKeyDown}
          onClick={onClick}
          onFocus={onFocus}
        >
          <thead className="sticky top-0 z-[1] bg-surface shadow-[0_1px_0_var(--line)]">
            <tr>
              <th scope="col" className="h-9 pl-3 text-left font-medium text-muted">
                {t('tools')}
              </th>
              {types.map((type) => (
                <th
                  key={type}
                  scope="col"
                  className="w-[72px] font-medium text-muted text-xs sm:w-20 sm:text-table"
                >
                  {typeName(type)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <EventRow
                key={row.id}
                row={row}
                isOpen={open.has(row.id)}
                focusColumn={current?.rowId === row.id ? current.column : null}
                types={types}
                selection={selection}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function keysAt(row: TreeRow, column: number, types: readonly EventType[]): readonly EventKey[] {
  const type = column > 0 ? (types[column - 1] ?? EVENT_TYPES[0]) : null;
  return type === null ? row.allKeys : row.keys[type];
}

function AllBox({ keys, selection }: { keys: readonly EventKey[]; selection: Selection }) {
  const t = useTranslations('hookEvents');
  const id = useId();
  const read = () => stateOf(keys, selection.read());
  const state = useSyncExternalStore(selection.subscribe, read, read);
  return (
    <label htmlFor={id} className="flex min-h-6 cursor-pointer items-center gap-2">
      <Checkbox
        id={id}
        state={state ?? false}
        disabled={state === null}
        onStateChange={() => selection.toggle(keys)}
      />
      {t('selectAll')}
    </label>
  );
}
