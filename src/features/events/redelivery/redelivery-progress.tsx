'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Redelivery } from '@/contracts/redeliveries';
import { type Tenant, useAccess } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { useHookAction } from '../use-hook-action';
import { redeliveriesInput } from './redeliveries-input';

const POLL_RUNNING_MS = 1_000;
const POLL_MS = 15_000;
/** An ended job stays on the page for this long, for a person who comes back to look. */
const SHOWN_MS = 60 * 60_000;

/** The latest job of a hook, or with `hookId` null of all hooks of the tenant: how far it is, and how it ended. */
export function RedeliveryProgress({ tenant, hookId }: { tenant: Tenant; hookId: number | null }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [hidden, setHidden] = useState<number | null>(null);
  const list = useQuery(
    trpc.redeliveries.list.queryOptions(
      { ...tenant, ...redeliveriesInput(hookId) },
      {
        refetchInterval: ({ state }) =>
          state.data?.items.some(isMoving) ? POLL_RUNNING_MS : POLL_MS,
      },
    ),
  );
  // The list of a tenant has the jobs of its hooks too.
  const job = list.data?.items.find((one) => one.hookId === hookId);
  const seen = useRef<string | undefined>(undefined);
  const progress = job && `${job.state} ${job.sent} ${job.delivered} ${job.failed}`;
  // The rest of the page shows the same moment.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the progress counts
  useEffect(() => {
    const isFirst = seen.current === undefined;
    seen.current = progress;
    if (progress === undefined || isFirst) return;
    void queries.invalidateQueries(trpc.hooks.pathFilter());
    void queries.invalidateQueries(trpc.deliveries.pathFilter());
  }, [progress]);
  if (job === undefined || job.id === hidden) return null;
  const endedAt = job.endedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (endedAt < Date.now() - SHOWN_MS || job.matched === 0) return null;
  return <Progress tenant={tenant} hookId={hookId} job={job} onHide={() => setHidden(job.id)} />;
}

const isMoving = ({ endedAt, state, open }: Redelivery) =>
  endedAt === null && (state !== 'paused' || open > 0);

function Progress({
  tenant,
  hookId,
  job,
  onHide,
}: {
  tenant: Tenant;
  hookId: number | null;
  job: Redelivery;
  onHide: () => void;
}) {
  const t = useTranslations('redelivery');
  const stateName = useTranslations('redeliveryState');
  const trpc = useTRPC();
  const { canWriteDeliveries } = useAccess();
  const pause = useHookAction(trpc.redeliveries.pause.mutationOptions());
  const resume = useHookAction(trpc.redeliveries.resume.mutationOptions());
  const cancel = useHookAction(trpc.redeliveries.cancel.mutationOptions());
  const input = { ...tenant, hookId, redeliveryId: job.id };
  const isPending = pause.isPending || resume.isPending || cancel.isPending;
  const failure = pause.failure ?? resume.failure ?? cancel.failure;
  const act = (action: () => void) => () => (isPending ? undefined : action());
  const { delivered, failed, matched, sent, open } = job;
  const hasEnded = job.state === 'finished' || job.state === 'cancelled';
  const leftOut = job.state === 'finished' ? matched - sent : 0;
  return (
    <section aria-label={t('progress')} className="rounded-md border border-line bg-surface p-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p role="status" className="font-medium">
          {stateName(job.state, { done: delivered + failed, matched })}
        </p>
        <span className="grow" />
        {canWriteDeliveries && job.state === 'running' ? (
          <Button variant="outline" size="small" onClick={act(() => pause.mutate(input))}>
            {t('pause')}
          </Button>
        ) : null}
        {canWriteDeliveries && job.state === 'paused' ? (
          <Button variant="outline" size="small" onClick={act(() => resume.mutate(input))}>
            {t('resume')}
          </Button>
        ) : null}
        {canWriteDeliveries && !hasEnded ? (
          <Button variant="quiet" size="small" onClick={act(() => cancel.mutate(input))}>
            {t('cancel')}
          </Button>
        ) : null}
        {hasEnded ? (
          <Button variant="quiet" size="small" onClick={onHide}>
            {t('hide')}
          </Button>
        ) : null}
      </div>
      <progress
        aria-label={t('progress')}
        className="mt-2 block h-2 w-full appearance-none overflow-hidden rounded bg-sunken [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-sunken [&::-webkit-progress-value]:bg-accent"
        max={matched}
        value={delivered + failed}
      />
      <p className="mt-1 text-muted text-table">
        {t('figures', { delivered, failed, open, left: hasEnded ? 0 : matched - sent })}
        {leftOut > 0 ? ` ${t('leftOut', { count: leftOut })}` : ''}
      </p>
      {failure === null ? null : (
        <p role="alert" className="text-failed text-table">
          {failure}
        </p>
      )}
    </section>
  );
}
