import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';

type Progress = { count: number; done: number; left: number };

/** Redelivers one by one, so that the progress can be shown. Refused deliveries are left out. */
export function useRedeliverAll(tenant: Tenant, hookId: number) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { mutateAsync } = useMutation(trpc.deliveries.redeliver.mutationOptions());
  const [progress, setProgress] = useState<Progress | null>(null);

  async function redeliverAll(deliveryIds: readonly number[]): Promise<Progress> {
    let now: Progress = { count: deliveryIds.length, done: 0, left: 0 };
    for (const deliveryId of deliveryIds) {
      setProgress(now);
      const isDone = await mutateAsync({ ...tenant, hookId, deliveryId }).then(
        () => true,
        () => false,
      );
      now = isDone ? { ...now, done: now.done + 1 } : { ...now, left: now.left + 1 };
    }
    setProgress(null);
    await Promise.all([
      queries.invalidateQueries(trpc.hooks.pathFilter()),
      queries.invalidateQueries(trpc.deliveries.pathFilter()),
    ]);
    return now;
  }
  return { progress, redeliverAll };
}
