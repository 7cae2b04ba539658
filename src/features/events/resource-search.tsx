'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Notice } from '@/components/notice';
import { QueryFailure } from '@/components/query-failure';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Button } from '@/components/ui/button';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { type Tenant, webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { EventTypeName } from './event-type-name';
import type { FoundEventView } from './event-view';
import { StatusBadge } from './status-badge';

/** The events of one resource in all hooks of a tenant, newest first. */
export function ResourceSearch({ tenant, resourceId }: { tenant: Tenant; resourceId: string }) {
  return <Hits key={resourceId} tenant={tenant} resourceId={resourceId} />;
}

/** Remembers the visited pages, and forgets them when the resource changes. */
function Hits({ tenant, resourceId }: { tenant: Tenant; resourceId: string }) {
  const t = useTranslations('resourceSearch');
  const trpc = useTRPC();
  const [cursors, setCursors] = useState<string[]>([]);
  const cursor = cursors.at(-1);
  const hits = useQuery(
    trpc.deliveries.findByResource.queryOptions(
      { ...tenant, resourceId, ...(cursor ? { cursor } : {}) },
      { placeholderData: keepPreviousData },
    ),
  );
  if (hits.data === undefined && hits.isError) {
    return <QueryFailure error={hits.error} onRetry={() => hits.refetch()} />;
  }
  if (hits.data?.items.length === 0) {
    return (
      <Notice role="status" title={t('emptyTitle', { resourceId })}>
        {t('emptyText')}
      </Notice>
    );
  }
  const next = hits.data?.next ?? null;
  return (
    <div className="flex flex-col gap-3">
      <HitsTable
        path={webhooksPath(tenant)}
        hits={hits.data?.items}
        title={t('title', { resourceId })}
      />
      {next !== null || cursors.length > 0 ? (
        <div className="flex justify-end gap-2">
          <Button
            variant="outline"
            size="small"
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t('newer')}
          </Button>
          <Button
            variant="outline"
            size="small"
            disabled={next === null}
            onClick={() => next && setCursors([...cursors, next])}
          >
            {t('older')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function HitsTable({
  path,
  hits,
  title,
}: {
  path: string;
  hits: readonly FoundEventView[] | undefined;
  title: string;
}) {
  const t = useTranslations('events');
  const own = useTranslations('resourceSearch');
  return (
    <Table aria-label={title} aria-busy={hits === undefined}>
      <thead>
        <tr>
          <HeadCell>{t('resourceName')}</HeadCell>
          <HeadCell>{own('hook')}</HeadCell>
          <HeadCell>{t('eventType')}</HeadCell>
          <HeadCell>{t('eventStatus')}</HeadCell>
          <HeadCell>{t('timestamp')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {hits === undefined ? <SkeletonRows columns={5} /> : null}
        {hits?.map((hit) => (
          <Row key={hit.id}>
            <Cell className="font-medium">
              <Link
                href={`${path}/${hit.hookId}/events/${hit.id}`}
                className="after:absolute after:inset-0"
              >
                {hit.resourceName}
              </Link>
            </Cell>
            <Cell>{hit.hookName}</Cell>
            <Cell>
              <EventTypeName type={hit.eventType} />
            </Cell>
            <Cell>
              <StatusBadge status={hit.status} />
            </Cell>
            <Cell>
              <UtcTime at={hit.occurredAt} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
