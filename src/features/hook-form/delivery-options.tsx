'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Field } from '@/components/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { HOOK_LIMITS } from '@/domain/hook-settings';
import { DAY_SECONDS } from '@/domain/units';
import type { Draft } from './draft';
import type { FormPart } from './form-part';
import { RetryTimeline } from './retry-timeline';
import { useDuration } from './use-duration';

const RETRY_WINDOWS = [600, 3600, 21_600, 43_200, DAY_SECONDS, 3 * DAY_SECONDS, 7 * DAY_SECONDS];

/** Defaults that suit almost everyone, folded away. */
export function DeliveryOptions({ part }: { part: FormPart }) {
  const t = useTranslations('hookForm');
  const duration = useDuration();
  const [isOpen, setIsOpen] = useState(false);
  const { draft, onChange, errorAt } = part;
  const windows = RETRY_WINDOWS.includes(draft.retryWindowSeconds)
    ? RETRY_WINDOWS
    : [...RETRY_WINDOWS, draft.retryWindowSeconds].sort((a, b) => a - b);
  return (
    <details
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="rounded-md border border-line"
    >
      <summary className="px-4 py-2.5 font-medium">{t('deliveryOptions')}</summary>
      <div className="flex flex-col gap-4 border-line border-t p-4">
        <Field
          label={t('deliveryMode')}
          help={t(draft.deliveryMode === 'in_order' ? 'inOrderHelp' : 'parallelHelp')}
        >
          {(control) => (
            <Select
              {...control}
              className="self-start"
              value={draft.deliveryMode}
              onChange={(event) =>
                onChange({ deliveryMode: event.target.value as Draft['deliveryMode'] })
              }
            >
              <option value="parallel">{t('parallel')}</option>
              <option value="in_order">{t('inOrder')}</option>
            </Select>
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-3">
          <NumberField
            part={part}
            name="timeoutSeconds"
            label={t('timeout')}
            help={t('timeoutHelp', HOOK_LIMITS.timeoutSeconds)}
          />
          <NumberField
            part={part}
            name="maxInFlight"
            label={t('inFlight')}
            help={t('inFlightHelp', HOOK_LIMITS.maxInFlight)}
          />
          <NumberField
            part={part}
            name="maxPerSecond"
            label={t('perSecond')}
            help={t('perSecondHelp')}
          />
        </div>
        <Field label={t('retryWindow')} help={t('retryWindowHelp')}>
          {(control) => (
            <Select
              {...control}
              className="self-start"
              value={draft.retryWindowSeconds}
              onChange={(event) => onChange({ retryWindowSeconds: Number(event.target.value) })}
            >
              {windows.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {duration(seconds)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <RetryTimeline retryWindowSeconds={draft.retryWindowSeconds} />
        <Field
          label={t('namespace')}
          name="namespace"
          help={t('namespaceHelp')}
          error={errorAt('namespace')}
        >
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              spellCheck={false}
              className="max-w-80 font-mono"
              value={draft.namespace}
              onChange={(event) => onChange({ namespace: event.target.value })}
            />
          )}
        </Field>
      </div>
    </details>
  );
}

function NumberField({
  part,
  name,
  label,
  help,
}: {
  part: FormPart;
  name: 'timeoutSeconds' | 'maxInFlight' | 'maxPerSecond';
  label: string;
  help: string;
}) {
  return (
    <Field label={label} name={name} help={help} error={part.errorAt(name)}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          autoComplete="off"
          className="max-w-32 tabular-nums"
          value={part.draft[name]}
          onChange={(event) => part.onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
}
