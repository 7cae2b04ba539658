import { useTranslations } from 'next-intl';

/** Marks a test event. */
export function TestMark() {
  const t = useTranslations('events');
  return (
    <span className="rounded border border-line px-1 font-normal text-muted text-xs">
      {t('test')}
    </span>
  );
}
