'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { HOOK_HEALTHS } from '@/domain/hook-state';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { FindResource } from './find-resource';
import { type HooksQuery, readStatus, readVersion } from './hooks-query';

type Props = { query: HooksQuery; onChange: (query: HooksQuery) => void };

export function HooksToolbar({ query, onChange }: Props) {
  const t = useTranslations('hooks');
  const healthName = useTranslations('health');
  return (
    <search className="flex flex-wrap gap-2">
      <SearchBox query={query} onChange={onChange} />
      <Select
        aria-label={t('status')}
        value={query.status ?? ''}
        onChange={(event) => onChange({ ...query, status: readStatus(event.target.value) })}
      >
        <option value="">{t('anyStatus')}</option>
        {HOOK_HEALTHS.map((health) => (
          <option key={health} value={health}>
            {healthName(health)}
          </option>
        ))}
        <option value="deleted">{t('deleted')}</option>
      </Select>
      <Select
        aria-label={t('payloadFormat')}
        value={query.version ?? ''}
        onChange={(event) => onChange({ ...query, version: readVersion(event.target.value) })}
      >
        <option value="">{t('anyVersion')}</option>
        {PAYLOAD_VERSIONS.map((version) => (
          <option key={version}>{version}</option>
        ))}
      </Select>
      <FindResource query={query} onChange={onChange} />
    </search>
  );
}

/** Keeps the text as typed. The address has it trimmed. */
function SearchBox({ query, onChange }: Props) {
  const t = useTranslations('hooks');
  const [text, setText] = useState(query.search);
  useEffect(() => {
    setText((typed) => (typed.trim() === query.search ? typed : query.search));
  }, [query.search]);
  return (
    <Input
      type="search"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange({ ...query, search: event.target.value });
      }}
      placeholder={t('search')}
      aria-label={t('search')}
      className="sm:w-64"
    />
  );
}
