import { useTranslations } from 'next-intl';

type Reason = { code: string; params: Record<string, string | number> };

/** Why a status is what it is, from its stored code and parameters in the reader's language. */
export function ReasonSentence({ reason }: { reason: Reason | null }) {
  const t = useTranslations('reason');
  if (reason === null) return null;
  const key = `${reason.code}` as Parameters<typeof t.has>[0];
  const values = { host: '', status: '', by: '', ...reason.params };
  return <>{t.has(key) ? t(key, values) : t('other')}</>;
}
