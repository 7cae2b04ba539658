'use client';

import { ArrowDown, ArrowUp, EllipsisVertical } from 'lucide-react';
import { useTranslations } from 'next-intl';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { HeadCell } from '@/components/ui/table';
import type { DeliveryOrder } from '@/contracts/deliveries';
import { cn } from '@/lib/cn';
import type { EventColumn } from './event-columns';

/** A column's name and its menu. Rows are always ordered by time. */
export function ColumnHead({
  column,
  isFolded,
  order,
  onOrder,
  onHide,
}: {
  column: EventColumn;
  /** Left out on phones. */
  isFolded: boolean;
  order: DeliveryOrder;
  onOrder: (order: DeliveryOrder) => void;
  /** Null for the last remaining column. */
  onHide: (() => void) | null;
}) {
  const t = useTranslations('events');
  const isSortable = column === 'timestamp';
  const Arrow = order === 'newest' ? ArrowDown : ArrowUp;
  const sort = order === 'newest' ? 'descending' : 'ascending';
  return (
    <HeadCell
      aria-sort={isSortable ? sort : undefined}
      className={cn('xl:sticky xl:top-12 xl:z-10', isFolded && 'max-sm:hidden')}
    >
      <span className="flex items-center gap-1">
        {t(column)}
        {isSortable ? <Arrow aria-hidden className="size-3.5" /> : null}
        <DropdownMenu>
          <DropdownMenuTrigger
            aria-label={t('columnMenu', { column: t(column) })}
            className={cn(
              'flex size-6 items-center justify-center rounded hover:bg-line data-[state=open]:bg-line',
              // A phone has no room for this, and the menu "Columns" does the same.
              !isSortable && 'max-sm:hidden',
            )}
          >
            <EllipsisVertical aria-hidden className="size-3.5" />
          </DropdownMenuTrigger>
          <DropdownMenuContent align="start">
            {isSortable ? (
              <>
                <DropdownMenuItem onSelect={() => onOrder('oldest')}>
                  {t('sortAscending')}
                </DropdownMenuItem>
                <DropdownMenuItem onSelect={() => onOrder('newest')}>
                  {t('sortDescending')}
                </DropdownMenuItem>
              </>
            ) : null}
            <DropdownMenuItem disabled={onHide === null} onSelect={() => onHide?.()}>
              {t('hideColumn')}
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </span>
    </HeadCell>
  );
}
