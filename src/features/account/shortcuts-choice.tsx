'use client';

import { useTranslations } from 'next-intl';
import { useId, useState, useSyncExternalStore } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { areShortcutsOn, setShortcuts } from '@/lib/shortcuts';

const never = () => () => {};

/** Of this browser, not of the account: it depends on how one types into it. */
export function ShortcutsChoice() {
  const t = useTranslations('account');
  const id = useId();
  const stored = useSyncExternalStore(never, areShortcutsOn, () => true);
  const [chosen, setChosen] = useState<boolean | null>(null);

  function choose(isOn: boolean) {
    setShortcuts(isOn);
    setChosen(isOn);
  }

  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        state={chosen ?? stored}
        onStateChange={choose}
        aria-describedby={`${id}-help`}
        className="mt-0.5"
      />
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          {t('shortcuts')}
        </label>
        <p id={`${id}-help`} className="text-muted text-table">
          {t('shortcutsHelp')}
        </p>
      </div>
    </div>
  );
}
