import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { type Place, useAccess } from '@/features/places';
import { useTRPC } from '@/trpc/client';
import type { EventDetailsView } from './event-view';
import { useHookAction } from './use-hook-action';

/** Sends once more what is finished. Absent where one may not, and where it is on its way anyhow. */
export function RedeliverButton({ place, event }: { place: Place; event: EventDetailsView }) {
  const t = useTranslations('event');
  const trpc = useTRPC();
  const { canWriteDeliveries } = useAccess();
  const hook = useQuery(trpc.hooks.get.queryOptions({ ...place, hookId: event.hookId })).data;
  const redeliver = useHookAction(trpc.deliveries.redeliver.mutationOptions(), {
    done: t('redelivered'),
  });

  const isHookLive = hook !== undefined && hook.deletedAt === null;
  const isOnItsWay = event.finishedAt === null && !redeliver.isPending;
  if (!canWriteDeliveries || !isHookLive || isOnItsWay) return null;
  return (
    <>
      <Button
        variant="outline"
        size="small"
        aria-disabled={redeliver.isPending}
        onClick={() => {
          if (redeliver.isPending) return;
          redeliver.mutate({ ...place, hookId: event.hookId, deliveryId: event.id });
        }}
      >
        {t('redeliver')}
      </Button>
      {redeliver.failure ? (
        <p role="alert" className="w-full text-failed text-table">
          {redeliver.failure}
        </p>
      ) : null}
    </>
  );
}
