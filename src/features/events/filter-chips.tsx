import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { EventsFilter } from './events-query';
import { NO_FILTER } from './events-query';
import { filterOf, rowsOf } from './filter-rows';
import { useFilterWords } from './filter-words';

/** The active filters of the table, each with a button that removes it. */
export function FilterChips({
  filter,
  onChange,
}: {
  filter: EventsFilter;
  onChange: (filter: EventsFilter) => void;
}) {
  const t = useTranslations('eventFilters');
  const { sentenceOf } = useFilterWords();
  const rows = rowsOf(filter);
  if (rows.length === 0) return null;
  return (
    <ul aria-label={t('active')} className="flex flex-wrap items-center gap-2 text-table">
      {rows.map((row) => (
        <li
          key={sentenceOf(row)}
          className="flex max-w-full items-center rounded-md border border-line bg-sunken pl-2"
        >
          <span className="truncate">{sentenceOf(row)}</span>
          <button
            type="button"
            aria-label={t('remove', { filter: sentenceOf(row) })}
            onClick={() => onChange(filterOf(rows.filter((each) => each !== row)))}
            className="flex size-7 shrink-0 items-center justify-center rounded text-muted hover:text-ink"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        </li>
      ))}
      <li>
        <button type="button" className="link min-h-7" onClick={() => onChange(NO_FILTER)}>
          {t('clear')}
        </button>
      </li>
    </ul>
  );
}
