import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { EventTypeName } from './event-type-name';
import type { EventView } from './event-view';
import { StatusBadge } from './status-badge';

/** `undefined` while the first load is under way. */
export function EventsTable({
  path,
  events,
}: {
  path: string;
  events: readonly EventView[] | undefined;
}) {
  const t = useTranslations('events');
  return (
    <Table aria-label={t('title')} aria-busy={events === undefined}>
      <thead>
        <tr>
          <HeadCell>{t('resourceName')}</HeadCell>
          <HeadCell>{t('resourceId')}</HeadCell>
          <HeadCell>{t('eventType')}</HeadCell>
          <HeadCell>{t('eventStatus')}</HeadCell>
          <HeadCell>{t('timestamp')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {events === undefined ? <SkeletonRows columns={5} /> : null}
        {events?.map((event) => (
          <Row key={event.id}>
            <Cell className="font-medium">
              <Link href={`${path}/events/${event.id}`} className="after:absolute after:inset-0">
                {event.resourceName}
              </Link>
            </Cell>
            <Cell className="font-mono text-xs tabular-nums">{event.resourceId}</Cell>
            <Cell>
              <EventTypeName type={event.eventType} />
            </Cell>
            <Cell>
              <StatusBadge status={event.status} />
            </Cell>
            <Cell>
              <UtcTime at={event.occurredAt} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
