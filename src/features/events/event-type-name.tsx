import { useTranslations } from 'next-intl';
import { EVENT_TYPES } from '@/domain/catalogue/resource';

/** History may hold a type that the catalogue has no longer: it is shown as it is. */
export function EventTypeName({ type }: { type: string }) {
  const t = useTranslations('eventType');
  const known = EVENT_TYPES.find((each) => each === type);
  return <>{known ? t(known) : type}</>;
}
