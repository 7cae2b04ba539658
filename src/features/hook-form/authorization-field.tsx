'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/field';
import { Input } from '@/components/ui/input';
import type { DraftHeader } from './draft';
import type { FormPart } from './form-part';
import { SavedValue } from './saved-value';

export function AuthorizationField({ part }: { part: FormPart }) {
  const t = useTranslations('hookForm');
  const { authorization } = part.draft;
  const change = (changes: Partial<DraftHeader>) =>
    part.onChange({ authorization: { ...authorization, ...changes } });
  return (
    <Field
      label={t('authorizationHeader')}
      name="authorization"
      note={t('optional')}
      help={t(authorization.saved === null ? 'authorizationHelp' : 'savedHelp')}
      error={part.errorAt('authorization')}
    >
      {(control) =>
        authorization.saved === null ? (
          <Input
            {...control}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            placeholder="Bearer 8f1c…"
            value={authorization.value}
            onChange={(event) => change({ value: event.target.value })}
          />
        ) : (
          <SavedValue
            id={control.id}
            aria-describedby={control['aria-describedby']}
            mask={authorization.saved}
            name={t('authorizationHeader')}
            onReplace={() => change({ saved: null, value: '' })}
            onRemove={() => change({ saved: null, value: '' })}
          />
        )
      }
    </Field>
  );
}
