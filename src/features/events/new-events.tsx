import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { NEW_DELIVERIES_MAX } from '@/domain/limits';

/** Announces new events and shows them on demand, so that no row moves under the pointer. */
export function NewEvents({ count, onShow }: { count: number; onShow: () => void }) {
  const t = useTranslations('events');
  const key = count >= NEW_DELIVERIES_MAX ? 'newEventsCapped' : 'newEvents';
  return (
    <div role="status" className="empty:hidden">
      {count > 0 ? (
        <Button variant="outline" size="small" className="w-full text-accent" onClick={onShow}>
          {t(key, { count })}
        </Button>
      ) : null}
    </div>
  );
}
