import { useTranslations } from 'next-intl';
import type { Reason } from '@/domain/delivery-reasons';
import { remedyOf } from '@/domain/remedy';

/** The reason for a status, made of its stored code and parameters, in the reader's language. */
export function ReasonSentence({ reason }: { reason: Reason | null }) {
  const t = useTranslations('reason');
  if (reason === null) return null;
  const values = { host: '', status: '', by: '', ...reason.params };
  // An open page can be older than the server that answers it.
  return <>{t.has(reason.code) ? t(reason.code, values) : t('other')}</>;
}

/** The cause of a failure and the advice for it. */
export function CauseSentence({ reason }: { reason: Reason }) {
  const t = useTranslations('remedy');
  const remedy = remedyOf(reason);
  return (
    <>
      <ReasonSentence reason={reason} /> {remedy === null ? null : t(remedy)}
    </>
  );
}
