import { useTranslations } from 'next-intl';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Checkbox } from '@/components/ui/checkbox';
import type { DeliveryOrder } from '@/contracts/deliveries';
import { ColumnHead } from './column-head';
import { isFoldedOnPhones, useEventColumns } from './event-columns';
import { EventRow } from './event-row';
import type { EventView } from './event-view';
import type { Selection } from './use-selection';

/** `events` is undefined while the first load is under way. */
export function EventsTable({
  events,
  hrefOf,
  order,
  onOrder,
  selection,
  onOpen,
}: {
  events: readonly EventView[] | undefined;
  hrefOf: (deliveryId: number) => string;
  order: DeliveryOrder;
  onOrder: (order: DeliveryOrder) => void;
  selection: Selection;
  onOpen: (deliveryId: number) => void;
}) {
  const t = useTranslations('events');
  const { shown, toggle } = useEventColumns();
  const ids = events?.map(({ id }) => id) ?? [];
  return (
    <section
      aria-label={t('title')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
      tabIndex={0}
      // If all columns fit, nothing scrolls inside, so that the head can stick.
      className="overflow-x-auto rounded-md border border-line bg-surface xl:overflow-visible"
    >
      <table
        aria-label={t('title')}
        aria-busy={events === undefined}
        className="w-full text-left text-table"
      >
        <thead>
          <tr>
            <td className="h-9 w-10 border-line border-b bg-sunken pl-3 xl:sticky xl:top-12 xl:z-10">
              <span className="flex size-6 items-center justify-center">
                <Checkbox
                  state={selection.stateOf(ids)}
                  onStateChange={(isChecked) => selection.setAll(isChecked ? ids : [])}
                  disabled={ids.length === 0}
                  aria-label={t('selectAll')}
                />
              </span>
            </td>
            {shown.map((column, index) => (
              <ColumnHead
                key={column}
                column={column}
                isFolded={isFoldedOnPhones(column, index)}
                order={order}
                onOrder={onOrder}
                onHide={shown.length > 1 ? () => toggle(column) : null}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {events === undefined ? <SkeletonRows columns={shown.length + 1} /> : null}
          {events?.map((event) => (
            <EventRow
              key={event.id}
              event={event}
              columns={shown}
              href={hrefOf(event.id)}
              isSelected={selection.ids.has(event.id)}
              onSelect={(isSelected) => selection.set(event.id, isSelected)}
              onOpen={() => onOpen(event.id)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}
