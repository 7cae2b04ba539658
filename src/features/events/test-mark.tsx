import { useTranslations } from 'next-intl';

/** Tells a test event from what really happened. */
export function TestMark() {
  const t = useTranslations('events');
  return (
    <span className="rounded border border-line px-1 font-normal text-muted text-xs">
      {t('test')}
    </span>
  );
}
