import { useTranslations } from 'next-intl';
import { httpStatusOf } from '@/lib/trpc-status';

/** Explains a failure in the reader's language; null without an error. */
export function useFailureWords(): (error: unknown) => string | null {
  const t = useTranslations('failure');
  return (error) => {
    if (error === null || error === undefined) return null;
    switch (httpStatusOf(error)) {
      case 401:
        return t('sessionEnded');
      case 403:
        return t('forbidden');
      case 404:
        return t('notFound');
      case 409:
        return t('conflict');
      case 429:
        return t('tooMany');
      case undefined:
        return t('noAnswer');
      default:
        return t('other');
    }
  };
}
