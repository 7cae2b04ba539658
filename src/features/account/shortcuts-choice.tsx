'use client';

import { useTranslations } from 'next-intl';
import { useState, useSyncExternalStore } from 'react';
import { areShortcutsOn, setShortcuts } from '@/lib/shortcuts';
import { Choice } from './choice';

const never = () => () => {};

/** Of this browser, not of the account: it depends on how one types into it. */
export function ShortcutsChoice() {
  const t = useTranslations('account');
  const stored = useSyncExternalStore(never, areShortcutsOn, () => true);
  const [chosen, setChosen] = useState<boolean | null>(null);

  function choose(isOn: boolean) {
    setShortcuts(isOn);
    setChosen(isOn);
  }

  return (
    <Choice
      label={t('shortcuts')}
      help={t('shortcutsHelp')}
      isChosen={chosen ?? stored}
      onChoose={choose}
    />
  );
}
