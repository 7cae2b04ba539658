'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useSyncExternalStore } from 'react';
import { Checkbox, type CheckState } from '@/components/ui/checkbox';
import type { EventType } from '@/domain/catalogue/resource';
import { cn } from '@/lib/cn';
import type { EventKey, TreeRow } from './event-tree';
import { type Selection, stateOf } from './selection';

const INDENT = { 1: 'pl-2', 2: 'pl-7', 3: 'pl-12' } as const;
const WEIGHT = { 1: 'font-medium', 2: '', 3: '' } as const;

/** One row of the tree grid. Only one of its parts is in the tab order, and only if the focus is here. */
export const EventRow = memo(function EventRow({
  row,
  isOpen,
  focusColumn,
  types,
  selection,
}: {
  row: TreeRow;
  isOpen: boolean;
  focusColumn: number | null;
  types: readonly EventType[];
  selection: Selection;
}) {
  const t = useTranslations('hookEvents');
  const typeName = useTranslations('eventType');
  const isGroup = row.level < 3;
  const place = (column: number) => ({
    'data-column': column,
    tabIndex: focusColumn === column ? 0 : -1,
  });
  return (
    <tr
      data-row={row.id}
      {...place(-1)}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-expanded={isGroup ? isOpen : undefined}
      className="border-line border-b last:border-b-0 hover:bg-sunken focus-visible:-outline-offset-2"
    >
      <td className={cn('py-1.5 pr-2', INDENT[row.level])} data-toggle="">
        <div className="flex items-start gap-1.5">
          <span className="flex size-6 shrink-0 items-center justify-center">
            {isGroup ? (
              <ChevronRight
                aria-hidden
                className={cn('size-4 text-muted transition-transform', isOpen && 'rotate-90')}
              />
            ) : null}
          </span>
          <EventBox
            keys={row.allKeys}
            selection={selection}
            label={row.label}
            {...place(0)}
            none={null}
          />
          <div className={cn('min-w-0 py-0.5', row.refusal && 'text-muted')}>
            <span className={cn('break-words', WEIGHT[row.level])}>{row.label}</span>
            {row.description ? (
              <span className="block text-muted text-xs">{row.description}</span>
            ) : null}
            {row.refusal ? <span className="block text-xs">{t(row.refusal)}</span> : null}
          </div>
        </div>
      </td>
      {types.map((type, index) => (
        <td key={type} className="p-0 text-center align-top">
          <span className="flex h-9 items-center justify-center">
            <EventBox
              keys={row.keys[type]}
              selection={selection}
              label={t('boxOf', { name: row.label, type: typeName(type) })}
              {...place(index + 1)}
              none={t('noEvent', { name: row.label, type: typeName(type) })}
            />
          </span>
        </td>
      ))}
    </tr>
  );
});

function EventBox({
  keys,
  selection,
  label,
  none,
  tabIndex,
  ...data
}: {
  keys: readonly EventKey[];
  selection: Selection;
  label: string;
  /** The text for a row without boxes; null if the row has them. */
  none: string | null;
  tabIndex: number;
  'data-column': number;
}) {
  const read = () => stateOf(keys, selection.read());
  const state: CheckState | null = useSyncExternalStore(selection.subscribe, read, read);
  if (state === null) {
    return (
      <span
        {...data}
        tabIndex={tabIndex}
        className="flex size-6 shrink-0 items-center justify-center text-muted"
        title={none ?? undefined}
      >
        <span aria-hidden>–</span>
        {none ? <span className="sr-only">{none}</span> : null}
      </span>
    );
  }
  return (
    <span className="flex size-6 shrink-0 items-center justify-center">
      <Checkbox
        {...data}
        tabIndex={tabIndex}
        state={state}
        aria-label={label}
        onStateChange={() => selection.toggle(keys)}
      />
    </span>
  );
}
