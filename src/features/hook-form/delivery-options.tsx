'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Field } from '@/components/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import {
  type HOOK_SETTINGS,
  type HookSettingOf,
  type NumberHookSetting,
  rangeOf,
} from '@/domain/hook-settings';
import { keysOf } from '@/domain/keyed';
import { DAY_SECONDS } from '@/domain/units';
import type { FormPart } from './form-part';
import { RetryTimeline } from './retry-timeline';
import { useDuration } from './use-duration';

const RETRY_WINDOWS = [600, 3600, 21_600, 43_200, DAY_SECONDS, 3 * DAY_SECONDS, 7 * DAY_SECONDS];

type Texts = ReturnType<typeof useTranslations<'hookForm'>>;
type Choice = Exclude<HookSettingOf<'choice'>, 'status'>;
type Words<Name extends Choice> = Record<(typeof HOOK_SETTINGS)[Name]['values'][number], string>;

/** The words of each setting with a list of choices. */
const CHOICES: {
  [Name in Choice]: (t: Texts) => { label: string; values: Words<Name>; help: Words<Name> };
} = {
  deliveryMode: (t) => ({
    label: t('deliveryMode'),
    values: { parallel: t('parallel'), in_order: t('inOrder') },
    help: { parallel: t('parallelHelp'), in_order: t('inOrderHelp') },
  }),
};

/** The words of each setting with a typed value. */
const NUMBERS: Record<
  Exclude<NumberHookSetting, 'retryWindowSeconds'>,
  (t: Texts) => { label: string; help: string }
> = {
  timeoutSeconds: (t) => ({
    label: t('timeout'),
    help: t('timeoutHelp', rangeOf('timeoutSeconds')),
  }),
  maxInFlight: (t) => ({ label: t('inFlight'), help: t('inFlightHelp', rangeOf('maxInFlight')) }),
  maxPerSecond: (t) => ({ label: t('perSecond'), help: t('perSecondHelp') }),
};

/** Settings whose defaults suit almost everyone, folded. */
export function DeliveryOptions({ part }: { part: FormPart }) {
  const t = useTranslations('hookForm');
  const duration = useDuration();
  const [isOpen, setIsOpen] = useState(false);
  const { draft, onChange, errorAt } = part;
  const retryWindowSeconds = Number(draft.retryWindowSeconds);
  const windows = RETRY_WINDOWS.includes(retryWindowSeconds)
    ? RETRY_WINDOWS
    : [...RETRY_WINDOWS, retryWindowSeconds].sort((a, b) => a - b);
  return (
    <details
      open={isOpen}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="rounded-md border border-line"
    >
      <summary className="px-4 py-2.5 font-medium">{t('deliveryOptions')}</summary>
      <div className="flex flex-col gap-4 border-line border-t p-4">
        {keysOf(CHOICES).map((name) => (
          <ChoiceField key={name} part={part} name={name} />
        ))}
        <div className="grid gap-4 sm:grid-cols-3">
          {keysOf(NUMBERS).map((name) => (
            <NumberField key={name} part={part} name={name} />
          ))}
        </div>
        <Field
          label={t('retryWindow')}
          name="retryWindowSeconds"
          help={t('retryWindowHelp')}
          error={errorAt('retryWindowSeconds')}
        >
          {(control) => (
            <Select
              {...control}
              className="self-start"
              value={draft.retryWindowSeconds}
              onChange={(event) => onChange({ retryWindowSeconds: event.target.value })}
            >
              {windows.map((seconds) => (
                <option key={seconds} value={seconds}>
                  {duration(seconds)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <RetryTimeline retryWindowSeconds={retryWindowSeconds} />
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

function ChoiceField({ part, name }: { part: FormPart; name: keyof typeof CHOICES }) {
  const t = useTranslations('hookForm');
  const { label, help, values } = CHOICES[name](t);
  const chosen = part.draft[name];
  return (
    <Field label={label} help={help[chosen]}>
      {(control) => (
        <Select
          {...control}
          className="self-start"
          value={chosen}
          onChange={(event) => {
            const value = keysOf(values).find((each) => each === event.target.value);
            if (value !== undefined) part.onChange({ [name]: value });
          }}
        >
          {keysOf(values).map((value) => (
            <option key={value} value={value}>
              {values[value]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function NumberField({ part, name }: { part: FormPart; name: keyof typeof NUMBERS }) {
  const t = useTranslations('hookForm');
  const { label, help } = NUMBERS[name](t);
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
