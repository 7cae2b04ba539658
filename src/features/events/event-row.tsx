import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Cell, Row } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { cn } from '@/lib/cn';
import { type EventColumn, isFoldedOnPhones } from './event-columns';
import { EventTypeName } from './event-type-name';
import type { EventView } from './event-view';
import { StatusBadge } from './status-badge';
import { TestMark } from './test-mark';

/** The element that gets the focus when the event's panel closes. */
export const rowLinkId = (deliveryId: number): string => `event-${deliveryId}`;

export function EventRow({
  event,
  columns,
  href,
  isSelected,
  onSelect,
  onOpen,
}: {
  event: EventView;
  columns: readonly EventColumn[];
  href: string;
  isSelected: boolean;
  onSelect: (isSelected: boolean) => void;
  onOpen: () => void;
}) {
  const t = useTranslations('events');
  return (
    <Row className={isSelected ? 'bg-accent-soft hover:bg-accent-soft' : undefined}>
      <Cell className="relative z-[1] w-10 pr-0">
        <span className="flex size-6 items-center justify-center">
          <Checkbox
            state={isSelected}
            onStateChange={onSelect}
            aria-label={t('selectOne', {
              resourceName: event.resourceName,
              resourceId: event.resourceId,
            })}
          />
        </span>
      </Cell>
      {columns.map((column, index) => (
        <Cell
          key={column}
          className={cn(CELLS[column], isFoldedOnPhones(column, index) && 'max-sm:hidden')}
        >
          {index === 0 ? (
            <Link
              id={rowLinkId(event.id)}
              data-row
              prefetch={false}
              href={href}
              // With a key that opens a new tab or window, the link works as a link.
              onClick={(click) => {
                if (click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
                click.preventDefault();
                onOpen();
              }}
              className="after:absolute after:inset-0"
            >
              <Value event={event} column={column} />
            </Link>
          ) : (
            <Value event={event} column={column} />
          )}
          {index === 0 && columns.some(isFoldedOnPhones) ? (
            <span className="block font-normal text-muted text-xs sm:hidden">
              <EventTypeName type={event.eventType} />
            </span>
          ) : null}
        </Cell>
      ))}
    </Row>
  );
}

const CELLS: Record<EventColumn, string> = {
  resourceName: 'max-w-64 truncate font-medium',
  resourceId: 'max-w-48 truncate font-mono text-xs tabular-nums',
  eventType: 'whitespace-nowrap',
  eventStatus: 'whitespace-nowrap',
  timestamp: 'whitespace-nowrap',
  httpStatus: 'tabular-nums',
  attempts: 'tabular-nums',
  eventId: 'font-mono text-xs',
};

function Value({ event, column }: { event: EventView; column: EventColumn }) {
  const t = useTranslations('events');
  switch (column) {
    case 'resourceName':
      return event.isTest ? (
        <>
          {event.resourceName} <TestMark />
        </>
      ) : (
        event.resourceName
      );
    case 'resourceId':
      return event.resourceId;
    case 'eventType':
      return <EventTypeName type={event.eventType} />;
    case 'eventStatus':
      return <StatusBadge status={event.status} />;
    case 'timestamp':
      return <UtcTime at={event.occurredAt} />;
    case 'httpStatus':
      return event.responseStatus ?? <span className="text-muted">{t('noHttpStatus')}</span>;
    case 'attempts':
      return event.attemptCount;
    case 'eventId':
      return event.eventUlid;
  }
}
