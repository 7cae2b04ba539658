import { useTranslations } from 'next-intl';

/** Rendered from the start, so that a change of its text is announced. */
export function SaveStatus({ isSaved, hasFailed }: { isSaved: boolean; hasFailed: boolean }) {
  const t = useTranslations('account');
  return (
    <p role="status" className={hasFailed ? 'text-failed' : 'text-muted'}>
      {hasFailed ? t('failed') : isSaved ? t('saved') : null}
    </p>
  );
}
