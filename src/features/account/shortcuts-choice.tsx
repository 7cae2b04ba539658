'use client';

import { useTranslations } from 'next-intl';
import { useState, useSyncExternalStore } from 'react';
import { areShortcutsOn, setShortcuts } from '@/lib/shortcuts';
import { Choice } from './choice';

const never = () => () => {};

/** A choice of this browser, not of the account, because it depends on how a person types in it. */
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
