'use client';

import { RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { cn } from '@/lib/cn';
import type { EventsQuery } from './events-query';

type Filters = Pick<EventsQuery, 'status' | 'resourceId'>;

export function EventsFilters({
  filters,
  onChange,
  onRefresh,
  isRefreshing,
}: {
  filters: Filters;
  onChange: (filters: Filters) => void;
  onRefresh: () => void;
  isRefreshing: boolean;
}) {
  const t = useTranslations('events');
  const statusName = useTranslations('deliveryStatus');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <form
        className="w-64"
        onSubmit={(event) => {
          event.preventDefault();
          const resourceId = String(new FormData(event.currentTarget).get('resource_id') ?? '');
          onChange({ ...filters, resourceId: resourceId.trim() });
        }}
      >
        <Input
          // A filter that is cleared elsewhere clears its box too.
          key={filters.resourceId}
          type="search"
          name="resource_id"
          defaultValue={filters.resourceId}
          placeholder={t('searchByResourceId')}
          aria-label={t('searchByResourceId')}
        />
      </form>
      <Select
        aria-label={t('eventStatus')}
        value={filters.status ?? ''}
        onChange={(event) =>
          onChange({
            ...filters,
            status: DELIVERY_STATUSES.find((status) => status === event.target.value) ?? null,
          })
        }
      >
        <option value="">{t('anyStatus')}</option>
        {DELIVERY_STATUSES.map((status) => (
          <option key={status} value={status}>
            {statusName(status)}
          </option>
        ))}
      </Select>
      <Button
        variant="outline"
        className="ml-auto"
        aria-disabled={isRefreshing}
        onClick={onRefresh}
      >
        <RotateCw aria-hidden className={cn(isRefreshing && 'motion-safe:animate-spin')} />
        {t('refresh')}
      </Button>
    </div>
  );
}
