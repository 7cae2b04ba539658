'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { useState, useSyncExternalStore } from 'react';
import { Field } from '@/components/field';
import { Select } from '@/components/ui/select';
import { Choice } from './choice';
import { LanguageSelect } from './language-select';
import { type Account, isTheme, THEMES } from './preferences';
import { SaveStatus } from './save-status';
import { ShortcutsChoice } from './shortcuts-choice';
import { TimeZoneSelect } from './time-zone-select';
import { usePreferences } from './use-preferences';

const never = () => () => {};

/** Each choice is saved at once. */
export function PreferencesForm({ account }: { account: Account }) {
  const t = useTranslations('account');
  const shell = useTranslations('shell');
  const language = useLocale();
  const { choose, isSaved, hasFailed } = usePreferences();
  const { theme } = useTheme();
  const [wantsMail, setWantsMail] = useState(account.wantsMail);
  // The server does not know the choice of this browser.
  const shown = useSyncExternalStore(
    never,
    () => theme ?? 'system',
    () => account.theme ?? 'system',
  );
  return (
    <div className="flex flex-col gap-4">
      <Field label={t('language')}>
        {(control) => (
          <LanguageSelect
            control={control}
            value={language}
            onChange={(chosen) => choose({ language: chosen })}
          />
        )}
      </Field>
      <Field label={t('timeZone')} help={t('timeZoneHelp')}>
        {(control) => (
          <TimeZoneSelect
            control={control}
            value={account.timeZone}
            onChange={(timeZone) => choose({ timeZone })}
          />
        )}
      </Field>
      <Field label={t('theme')}>
        {(control) => (
          <Select
            {...control}
            value={shown}
            onChange={({ target }) => isTheme(target.value) && choose({ theme: target.value })}
          >
            {THEMES.map(([value, label]) => (
              <option key={value} value={value}>
                {shell(label)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Choice
        label={t('mail')}
        help={account.canMail ? t('mailHelp') : t('mailNone')}
        isChosen={account.canMail && wantsMail}
        isDisabled={!account.canMail}
        onChoose={(isWanted) => {
          setWantsMail(isWanted);
          choose({ wantsMail: isWanted });
        }}
      />
      <ShortcutsChoice />
      <SaveStatus isSaved={isSaved} hasFailed={hasFailed} />
    </div>
  );
}
