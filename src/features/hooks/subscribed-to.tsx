'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryFailure } from '@/components/query-failure';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/skeleton';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { groupSelected } from './group-selected';
import type { HookView } from './hook-view';

/** The number of selected events, and on demand their list. */
export function SubscribedTo({ tenant, hook }: { tenant: Tenant; hook: HookView }) {
  const t = useTranslations('hook');
  const [isOpen, setIsOpen] = useState(false);
  const count = hook.triggerCount;
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3">
        {t('eventCount', { count })}
        {count > 0 ? (
          <button type="button" onClick={() => setIsOpen(true)} className="link min-h-6">
            {t('viewAll')}
          </button>
        ) : null}
      </span>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        <DialogContent className="max-w-2xl">
          <DialogTitle>{t('selectedEvents', { count })}</DialogTitle>
          <DialogDescription>
            {t(hook.deletedAt === null ? 'selectedEventsText' : 'selectedEventsDeleted', {
              name: hook.name,
            })}
          </DialogDescription>
          <SelectedEvents tenant={tenant} hookId={hook.id} />
        </DialogContent>
      </Dialog>
    </>
  );
}

function SelectedEvents({ tenant, hookId }: { tenant: Tenant; hookId: number }) {
  const t = useTranslations('hook');
  const typeName = useTranslations('eventType');
  const trpc = useTRPC();
  const selected = useQuery(trpc.triggers.list.queryOptions({ ...tenant, hookId }));
  const resources = useQuery(trpc.resources.list.queryOptions(tenant));
  const failed = [selected, resources].find((query) => query.isError && query.data === undefined);
  if (failed) return <QueryFailure error={failed.error} onRetry={() => failed.refetch()} />;
  if (selected.data === undefined || resources.data === undefined) {
    return <Skeleton className="h-40 w-full" />;
  }
  return (
    <div className="flex flex-col gap-4">
      {groupSelected(selected.data.items, resources.data.items).map(
        ({ category, tool, events }) => (
          <section key={`${category}/${tool}`}>
            <h3 className="mb-1 text-muted text-xs">
              {tool === '' ? t('otherTools') : `${category} · ${tool}`}
            </h3>
            <ul className="flex flex-wrap gap-1.5">
              {events.map((event) => (
                <li
                  key={event.id}
                  className="rounded border border-line bg-sunken px-2 py-0.5 text-table"
                >
                  {event.resourceName}.{typeName(event.eventType)}
                </li>
              ))}
            </ul>
          </section>
        ),
      )}
    </div>
  );
}
