'use client';

import { useTranslations } from 'next-intl';
import type { FieldControl } from '@/components/field';
import { Select } from '@/components/ui/select';
import { isLanguage, LANGUAGES, type Language } from '@/i18n/languages';

/** Each language under its own name. */
export function LanguageSelect({
  control,
  value,
  onChange,
}: {
  control: FieldControl;
  value: Language;
  onChange: (language: Language) => void;
}) {
  const nameOf = useTranslations('language');
  return (
    <Select
      {...control}
      value={value}
      onChange={({ target }) => isLanguage(target.value) && onChange(target.value)}
    >
      {LANGUAGES.map((each) => (
        <option key={each} value={each} lang={each}>
          {nameOf(each)}
        </option>
      ))}
    </Select>
  );
}
