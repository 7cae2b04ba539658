import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { type Tenant, useAccess } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { EventDetailsView } from './event-view';
import { useHookAction } from './use-hook-action';

/** Sends a finished delivery again. Hidden if the person may not do that, and if the delivery is still on its way. */
export function RedeliverButton({ tenant, event }: { tenant: Tenant; event: EventDetailsView }) {
  const t = useTranslations('event');
  const trpc = useTRPC();
  const { canWriteDeliveries } = useAccess();
  const hook = useQuery(trpc.hooks.get.queryOptions({ ...tenant, hookId: event.hookId })).data;
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
          redeliver.mutate({ ...tenant, hookId: event.hookId, deliveryId: event.id });
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
