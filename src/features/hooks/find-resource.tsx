'use client';

import { useTranslations } from 'next-intl';
import { Input } from '@/components/ui/input';
import type { HooksQuery } from './hooks-query';

/** Searches the events of one resource in all hooks of the tenant. It starts on Enter, because it asks the server. */
export function FindResource({
  query,
  onChange,
}: {
  query: HooksQuery;
  onChange: (query: HooksQuery) => void;
}) {
  const t = useTranslations('hooks');
  return (
    <form
      className="w-full sm:ml-auto sm:w-60"
      onSubmit={(event) => {
        event.preventDefault();
        const found = new FormData(event.currentTarget).get('resource_id');
        onChange({ ...query, resourceId: typeof found === 'string' ? found.trim() : '' });
      }}
    >
      <Input
        // The searched resource also changes with the address.
        key={query.resourceId}
        type="search"
        name="resource_id"
        defaultValue={query.resourceId}
        placeholder={t('findResource')}
        aria-label={t('findResource')}
      />
    </form>
  );
}
