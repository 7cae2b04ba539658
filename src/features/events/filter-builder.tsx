'use client';

import { ListFilter, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import type { EventsFilter } from './events-query';
import { FilterLine } from './filter-line';
import { type FilterRow, filterOf, isComplete, rowsOf } from './filter-rows';

type Draft = FilterRow & { key: number };

/** Conditions on any column, built line by line and applied at once. */
export function FilterBuilder({
  filter,
  onChange,
}: {
  filter: EventsFilter;
  onChange: (filter: EventsFilter) => void;
}) {
  const t = useTranslations('eventFilters');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          <ListFilter aria-hidden />
          {t('title')}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={t('title')} className="w-[600px]">
        <Lines
          filter={filter}
          onApply={(next) => {
            onChange(next);
            setIsOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function Lines({
  filter,
  onApply,
}: {
  filter: EventsFilter;
  onApply: (filter: EventsFilter) => void;
}) {
  const t = useTranslations('eventFilters');
  const [lines, setLines] = useState<Draft[]>(() => {
    const rows = rowsOf(filter);
    return (rows.length === 0 ? [NEW_LINE] : rows).map((row, key) => ({ ...row, key }));
  });
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const add = () => setLines([...lines, { ...NEW_LINE, key: (lines.at(-1)?.key ?? 0) + 1 }]);
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        // A line that nobody touched is not a condition.
        const used = lines.filter((line) => !isUntouched(line));
        const bad = used.filter((line) => !isComplete(line)).map(({ key }) => key);
        setWrong(bad);
        if (bad.length === 0) onApply(filterOf(used));
      }}
    >
      {lines.map((line) => (
        <FilterLine
          key={line.key}
          row={line}
          isWrong={wrong.includes(line.key)}
          onChange={(row) =>
            setLines(lines.map((each) => (each === line ? { ...row, key: line.key } : each)))
          }
          onRemove={() => setLines(lines.filter((each) => each !== line))}
        />
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Button variant="quiet" size="small" onClick={add}>
          <Plus aria-hidden />
          {t('add')}
        </Button>
        <Button type="submit" size="small">
          {t('apply')}
        </Button>
      </div>
    </form>
  );
}

const NEW_LINE: FilterRow = { column: 'timestamp', operator: 'from', value: '' };

function isUntouched({ column, operator, value }: FilterRow): boolean {
  return column === NEW_LINE.column && operator === NEW_LINE.operator && value.trim() === '';
}
