'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '@/components/confirm-dialog';
import { holdHistory } from '@/lib/hold-history';

/** Asks before a link of the console, Back and Forward, or the browser discards typed values. */
export function LeaveGuard({ isDirty }: { isDirty: boolean }) {
  const t = useTranslations('hookForm');
  const router = useRouter();
  const [leave, setLeave] = useState<(() => void) | null>(null);

  useEffect(() => {
    if (!isDirty) return;
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    const onClick = (event: MouseEvent) => {
      const path = pathLeftFor(event);
      if (path === null) return;
      event.preventDefault();
      event.stopPropagation();
      setLeave(() => () => router.push(path));
    };
    window.addEventListener('beforeunload', onUnload);
    // Runs before the link's own handler, which would navigate at once.
    document.addEventListener('click', onClick, { capture: true });
    const release = holdHistory((go) => setLeave(() => go));
    return () => {
      release();
      window.removeEventListener('beforeunload', onUnload);
      document.removeEventListener('click', onClick, { capture: true });
    };
  }, [isDirty, router]);

  return (
    <ConfirmDialog
      isOpen={leave !== null}
      onOpenChange={() => setLeave(null)}
      title={t('leaveTitle')}
      action={t('leave')}
      cancel={t('stay')}
      isDestructive
      onConfirm={() => {
        leave?.();
        setLeave(null);
      }}
    >
      {t('leaveText')}
    </ConfirmDialog>
  );
}

/** The path to which a plain click on a console link would go in this window, or null. */
function pathLeftFor(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return null;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || (link.target !== '' && link.target !== '_self')) return null;
  if (link.origin !== window.location.origin) return null;
  const isSamePage =
    link.pathname === window.location.pathname && link.search === window.location.search;
  return isSamePage ? null : `${link.pathname}${link.search}${link.hash}`;
}
