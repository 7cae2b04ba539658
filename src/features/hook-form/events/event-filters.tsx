'use client';

import { useTranslations } from 'next-intl';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { EVENT_TYPES, type EventType } from '@/domain/catalogue/resource';
import type { ListedResource, TreeFilter } from './event-tree';

export function EventFilters({
  resources,
  filter,
  searchBox,
  onChange,
}: {
  resources: readonly ListedResource[];
  filter: TreeFilter;
  searchBox: React.Ref<HTMLInputElement>;
  onChange: (changes: Partial<TreeFilter>) => void;
}) {
  const t = useTranslations('hookEvents');
  const typeName = useTranslations('eventType');
  const tools = sorted(resources.map(({ tool }) => tool));
  const inTool = resources.filter(({ tool }) => filter.tool === '' || tool === filter.tool);
  const names = sorted(inTool.map(({ name }) => name));
  return (
    <div className="grid grid-cols-2 gap-2 md:grid-cols-[minmax(0,1fr)_repeat(3,minmax(0,176px))]">
      <Input
        ref={searchBox}
        type="search"
        className="col-span-2 md:col-span-1"
        aria-label={t('search')}
        placeholder={t('search')}
        value={filter.words}
        onChange={(event) => onChange({ words: event.target.value })}
        // Enter in a search box must not save the hook.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
      />
      <Select
        aria-label={t('toolName')}
        value={filter.tool}
        onChange={(event) => onChange({ tool: event.target.value, resource: '' })}
      >
        <option value="">{t('toolName')}</option>
        <Options values={tools} />
      </Select>
      <Select
        aria-label={t('resourceName')}
        value={filter.resource}
        onChange={(event) => onChange({ resource: event.target.value })}
      >
        <option value="">{t('resourceName')}</option>
        <Options values={names} />
      </Select>
      <Select
        aria-label={t('eventType')}
        value={filter.type}
        className="col-span-2 md:col-span-1"
        onChange={(event) => onChange({ type: event.target.value as EventType | '' })}
      >
        <option value="">{t('eventType')}</option>
        {EVENT_TYPES.map((type) => (
          <option key={type} value={type}>
            {typeName(type)}
          </option>
        ))}
      </Select>
    </div>
  );
}

function Options({ values }: { values: readonly string[] }) {
  return values.map((value) => (
    <option key={value} value={value}>
      {value}
    </option>
  ));
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en'));
}
