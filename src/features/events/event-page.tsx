'use client';

import Link from 'next/link';
import { useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type Tenant, webhooksPath } from '@/features/tenants';
import { EventDetails } from './event-details';
import { EVENT_PATH, formatEventsQuery, parseEventsQuery } from './events-query';

type Props = { tenant: Tenant; hookId: number; deliveryId: number };

/** An event on its own page. The address keeps the table's filters, for the links back and to other events. */
export function EventPage({ tenant, hookId, deliveryId }: Props) {
  const t = useTranslations('event');
  const router = useRouter();
  const query = parseEventsQuery(useSearchParams());
  const path = `${webhooksPath(tenant)}/${hookId}`;
  return (
    <div className="max-w-[1120px]">
      <Link href={`${path}${formatEventsQuery(query)}`} className="link text-table">
        {t('back')}
      </Link>
      <div className="-mx-4 sm:-mx-6">
        <EventDetails
          tenant={tenant}
          hookId={hookId}
          deliveryId={deliveryId}
          query={query}
          onGo={(id) => router.push(`${path}${EVENT_PATH}${id}${formatEventsQuery(query)}`)}
          title={(text) => <h1 className="break-words font-semibold text-title">{text}</h1>}
        />
      </div>
    </div>
  );
}
