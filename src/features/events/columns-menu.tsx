'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { EVENT_COLUMNS, useEventColumns } from './event-columns';

/** Shows and hides the table's columns. */
export function ColumnsMenu() {
  const t = useTranslations('events');
  const { shown, toggle } = useEventColumns();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          {t('columns')}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        {EVENT_COLUMNS.map((column) => (
          <DropdownMenuCheckboxItem
            key={column}
            checked={shown.includes(column)}
            // The table must keep one column.
            disabled={shown.length === 1 && shown[0] === column}
            onCheckedChange={() => toggle(column)}
          >
            {t(column)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
