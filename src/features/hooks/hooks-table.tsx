import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { type Tenant, webhooksPath } from '@/features/tenants';
import { cn } from '@/lib/cn';
import { HookHealth } from './hook-health';
import type { ActivityView, HookView } from './hook-view';
import { nextSort, type Sort, type SortColumn } from './hooks-query';
import { HookSparkline } from './statistics/hook-sparkline';

type Sorting = { sort: Sort | null; onSort: (sort: Sort | null) => void };

/** `undefined` while the first load is under way. */
export function HooksTable({
  tenant,
  hooks,
  activity,
  ...sorting
}: {
  tenant: Tenant;
  hooks: HookView[] | undefined;
  activity: ReadonlyMap<number, ActivityView['hours']> | undefined;
} & Sorting) {
  const t = useTranslations('hooks');
  const path = webhooksPath(tenant);
  return (
    <Table aria-label={t('title')} aria-busy={hooks === undefined}>
      <thead>
        <tr>
          <SortHead column="name" label={t('name')} {...sorting} />
          <SortHead
            column="endpoint"
            label={t('endpointUrl')}
            className="max-sm:hidden"
            {...sorting}
          />
          <SortHead column="status" label={t('status')} {...sorting} />
          <SortHead column="events" label={t('selectedEvents')} isNumeric {...sorting} />
          <HeadCell className="max-md:hidden">{t('lastDay')}</HeadCell>
          <SortHead column="delivery" label={t('lastDelivery')} {...sorting} />
        </tr>
      </thead>
      <tbody>
        {hooks === undefined ? <SkeletonRows columns={6} /> : null}
        {hooks?.map((hook) => (
          <HookRow key={hook.id} path={path} hook={hook} hours={activity?.get(hook.id)} />
        ))}
      </tbody>
    </Table>
  );
}

function HookRow({
  path,
  hook,
  hours,
}: {
  path: string;
  hook: HookView;
  hours: ActivityView['hours'] | undefined;
}) {
  const t = useTranslations('hooks');
  return (
    <Row>
      {/* On a phone the URL is below the name, so that the status is visible. */}
      <Cell className="max-w-48 truncate font-medium sm:max-w-60 2xl:max-w-80" title={hook.name}>
        <Link href={`${path}/${hook.id}`} className="after:absolute after:inset-0">
          {hook.name}
        </Link>
        <span className="block truncate font-mono font-normal text-muted text-xs sm:hidden">
          {hook.destinationUrl}
        </span>
      </Cell>
      <Cell
        className="max-w-60 truncate font-mono text-xs max-sm:hidden 2xl:max-w-80"
        title={hook.destinationUrl}
      >
        {hook.destinationUrl}
      </Cell>
      <Cell>
        <HookHealth hook={hook} />
      </Cell>
      <Cell className="text-right tabular-nums">{hook.triggerCount}</Cell>
      <Cell className="max-md:hidden">
        <HookSparkline hours={hours} />
      </Cell>
      <Cell className="text-muted">
        {hook.lastSuccessAt ? <UtcTime at={hook.lastSuccessAt} /> : t('never')}
      </Cell>
    </Row>
  );
}

/** A head that sorts by its column. `nextSort` decides the next order. */
function SortHead({
  column,
  label,
  isNumeric = false,
  className,
  sort,
  onSort,
}: { column: SortColumn; label: string; isNumeric?: boolean; className?: string } & Sorting) {
  const isSorted = sort?.column === column;
  const Arrow = sort?.isDescending ? ArrowDown : ArrowUp;
  return (
    <HeadCell
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : 'none'}
      className={cn(isNumeric && 'text-right', className)}
    >
      <button
        type="button"
        onClick={() => onSort(nextSort(sort, column))}
        className="-mx-1 inline-flex h-7 items-center gap-1 rounded px-1 hover:text-ink"
      >
        {label}
        {isSorted ? <Arrow aria-hidden className="size-3" /> : null}
      </button>
    </HeadCell>
  );
}
