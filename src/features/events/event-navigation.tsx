'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { type EventsQuery, filterInput } from './events-query';

/** Links to the rows above and below in the table, on any of its pages. */
export function EventNavigation({
  address,
  query,
  onGo,
}: {
  address: Tenant & { hookId: number; deliveryId: number };
  query: EventsQuery;
  onGo: (deliveryId: number) => void;
}) {
  const t = useTranslations('event');
  const trpc = useTRPC();
  const input = { ...address, ...filterInput(query), order: query.order };
  const beside = useQuery(trpc.deliveries.neighbours.queryOptions(input)).data;
  const ways = [
    { go: 'prev', id: beside?.previous, label: t('previous'), Icon: ChevronUp },
    { go: 'next', id: beside?.next, label: t('next'), Icon: ChevronDown },
  ];
  return ways.map(({ go, id, label, Icon }) => (
    <Button
      key={go}
      data-go={go}
      variant="quiet"
      size="icon"
      aria-label={label}
      title={label}
      // Stays focusable at the ends, so that the focus is not lost there.
      aria-disabled={!id}
      onClick={() => id && onGo(id)}
    >
      <Icon aria-hidden />
    </Button>
  ));
}
