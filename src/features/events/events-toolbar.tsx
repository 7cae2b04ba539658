'use client';

import { Download, RotateCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import type { Tenant } from '@/features/tenants';
import { cn } from '@/lib/cn';
import { ColumnsMenu } from './columns-menu';
import type { EventsFilter } from './events-query';
import { FilterBuilder } from './filter-builder';
import { MultiSelect } from './multi-select';
import { ResourceNameSelect } from './resource-name-select';

type Props = {
  tenant: Tenant;
  hookId: number;
  filter: EventsFilter;
  onChange: (filter: EventsFilter) => void;
  exportHref: string;
  onRefresh: () => void;
  isRefreshing: boolean;
};

export function EventsToolbar({ tenant, hookId, filter, onChange, ...actions }: Props) {
  const t = useTranslations('events');
  const statusName = useTranslations('deliveryStatus');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <search className="w-full sm:w-56">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const resourceId = String(new FormData(event.currentTarget).get('resource_id') ?? '');
            onChange({ ...filter, resourceId: resourceId.trim() });
          }}
        >
          <Input
            // If a filter is cleared elsewhere, its box is cleared too.
            key={filter.resourceId}
            type="search"
            name="resource_id"
            defaultValue={filter.resourceId}
            placeholder={t('searchByResourceId')}
            aria-label={t('searchByResourceId')}
          />
        </form>
      </search>
      <ResourceNameSelect
        tenant={tenant}
        hookId={hookId}
        chosen={filter.resourceNames}
        onChange={(resourceNames) => onChange({ ...filter, resourceNames })}
      />
      <MultiSelect
        label={t('eventStatus')}
        options={DELIVERY_STATUSES}
        nameOf={(status) => statusName(status)}
        chosen={filter.statuses}
        onChange={(statuses) => onChange({ ...filter, statuses })}
      />
      <FilterBuilder filter={filter} onChange={onChange} />
      <Actions {...actions} />
    </div>
  );
}

function Actions({
  exportHref,
  onRefresh,
  isRefreshing,
}: Pick<Props, 'exportHref' | 'onRefresh' | 'isRefreshing'>) {
  const t = useTranslations('events');
  return (
    <div className="flex flex-wrap gap-2 sm:ml-auto">
      <ColumnsMenu />
      <Button asChild variant="outline" className="px-3 font-normal">
        <a href={exportHref} download>
          <Download aria-hidden />
          {t('export')}
        </a>
      </Button>
      <Button
        variant="outline"
        className="px-3 font-normal"
        aria-disabled={isRefreshing}
        onClick={onRefresh}
      >
        <RotateCw aria-hidden className={cn(isRefreshing && 'motion-safe:animate-spin')} />
        {t('refresh')}
      </Button>
    </div>
  );
}
