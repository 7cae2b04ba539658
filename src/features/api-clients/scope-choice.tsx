import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Field } from '@/components/field';
import { Select } from '@/components/ui/select';
import { SCOPES, type Scope } from '@/domain/scopes';
import { CheckLine } from './check-line';
import { PRESET_NAMES, PRESETS, type Preset, presetOf } from './presets';
import { useScopeWords } from './use-scope-words';

/** A purpose sets the boxes. Each of them can then be changed. */
export function ScopeChoice({
  scopes,
  error,
  onChange,
}: {
  scopes: readonly Scope[];
  error: string | null;
  onChange: (scopes: readonly Scope[]) => void;
}) {
  const t = useTranslations('apiClients');
  const words = useScopeWords();
  const errorId = useId();
  const preset = presetOf(scopes);
  const toggle = (scope: Scope, isChosen: boolean) =>
    onChange(SCOPES.filter((each) => (each === scope ? isChosen : scopes.includes(each))));
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('purpose')}>
        {(control) => (
          <Select
            {...control}
            value={preset ?? ''}
            onChange={(event) => onChange(PRESETS[event.target.value as Preset])}
          >
            {preset === null ? <option value="">{t('presetNone')}</option> : null}
            {PRESET_NAMES.map((name) => (
              <option key={name} value={name}>
                {words.preset(name)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <fieldset aria-describedby={error ? errorId : undefined}>
        <legend className="mb-1 font-medium text-sm">{t('scopes')}</legend>
        <div className="grid gap-x-4 sm:grid-cols-2">
          {SCOPES.map((scope) => (
            <CheckLine
              key={scope}
              label={words.scope(scope)}
              isChosen={scopes.includes(scope)}
              onChoose={(isChosen) => toggle(scope, isChosen)}
            />
          ))}
        </div>
        {error ? (
          <p id={errorId} className="text-failed text-table">
            {error}
          </p>
        ) : null}
      </fieldset>
    </div>
  );
}
