'use client';

import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog';
import { useShortcuts } from '@/lib/use-shortcuts';

const KEYS = [
  ['/', 'search'],
  ['j', 'next'],
  ['k', 'previous'],
  ['Enter', 'open'],
  ['r', 'refresh'],
  ['p', 'switchPlace'],
  ['?', 'list'],
] as const;

/** `/` moves to the page's search, `?` shows this list. The tables add the others. */
export function Shortcuts() {
  const t = useTranslations('shortcuts');
  const [isOpen, setIsOpen] = useState(false);
  const keys = useMemo(() => ({ '/': focusSearch, '?': () => setIsOpen(true) }), []);
  useShortcuts(keys);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogContent>
        <DialogTitle>{t('title')}</DialogTitle>
        <DialogDescription>{t('text')}</DialogDescription>
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
          {KEYS.map(([key, label]) => (
            <div key={key} className="contents">
              <dt>
                <kbd className="inline-block min-w-7 rounded border border-outline bg-sunken px-1.5 text-center font-mono text-table">
                  {key}
                </kbd>
              </dt>
              <dd>{t(label)}</dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('#content input[type=search]')?.focus();
}
