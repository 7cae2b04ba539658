import { useTranslations } from 'next-intl';
import { EVENT_TYPES } from '@/domain/catalogue/resource';

/** History may hold a type that the catalogue no longer has. It is shown unchanged. */
export function EventTypeName({ type }: { type: string }) {
  const t = useTranslations('eventType');
  const known = EVENT_TYPES.find((each) => each === type);
  return <>{known ? t(known) : type}</>;
}
