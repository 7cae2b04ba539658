'use client';

import { useTranslations } from 'next-intl';
import { useSyncExternalStore } from 'react';
import type { FieldControl } from '@/components/field';
import { Select } from '@/components/ui/select';

const never = () => () => {};
let zones: readonly string[] | undefined;

/** Read once, because the result must be the same each time. */
function knownZones(): readonly string[] {
  zones ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return zones;
}

const NONE: readonly string[] = [];

export function TimeZoneSelect({
  control,
  value,
  onChange,
}: {
  control: FieldControl;
  value: string | null;
  onChange: (timeZone: string | null) => void;
}) {
  const t = useTranslations('account');
  // The browser's list may differ from the server's.
  const known = useSyncExternalStore(never, knownZones, () => NONE);
  const listed = value === null || known.includes(value) ? known : [value, ...known];
  return (
    <Select
      {...control}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{t('timeZoneOfBrowser')}</option>
      {listed.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </Select>
  );
}
