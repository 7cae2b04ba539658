'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Field } from '@/components/field';
import { Input } from '@/components/ui/input';
import type { Tenant } from '@/features/tenants';
import { readMinute } from '../events-query';
import { type Choice, RedeliverDialog } from './redeliver-dialog';

const SETS = [
  { value: 'lost', name: 'setLost', means: 'meansLost' },
  { value: 'ended', name: 'setEnded', means: 'meansEnded' },
  { value: 'missing', name: 'setMissing', means: 'meansMissing' },
] as const;
type Chosen = (typeof SETS)[number]['value'];

/** The person chooses which events of a hook are sent again: lost, unsuccessful or missed ones. */
export function ChooseRedelivery({
  tenant,
  hookId,
  hasLost,
  onClose,
}: {
  tenant: Tenant;
  hookId: number;
  hasLost: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('redelivery');
  const [set, setSet] = useState<Chosen>(hasLost ? 'lost' : 'ended');
  const [since, setSince] = useState('');
  const name = useId();
  const minute = readMinute(since);
  const choice: Choice = {
    ...(set === 'ended' ? { statuses: ['failed', 'discarded'] } : { only: set }),
    ...(minute === '' ? {} : { since: new Date(`${minute}Z`) }),
  };
  return (
    <RedeliverDialog tenant={tenant} hookId={hookId} choice={choice} onClose={onClose}>
      <fieldset className="flex flex-col gap-2">
        <legend className="sr-only">{t('which')}</legend>
        {SETS.map((one) => (
          <label key={one.value} className="flex cursor-pointer items-start gap-2">
            <input
              type="radio"
              name={name}
              value={one.value}
              checked={one.value === set}
              onChange={() => setSet(one.value)}
              className="mt-1 size-4 accent-accent"
            />
            <span>
              <span className="block font-medium text-ink">{t(one.name)}</span>
              <span className="block text-muted text-table">{t(one.means)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={t('since')} help={t('sinceHelp')}>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={since}
            onChange={(event) => setSince(event.target.value)}
            className="w-fit"
          />
        )}
      </Field>
    </RedeliverDialog>
  );
}
