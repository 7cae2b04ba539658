import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { type Place, webhooksPath } from '@/features/places';
import { HookHealth } from './hook-health';
import type { HookView } from './hook-view';

/** `undefined` while the first load is under way. */
export function HooksTable({ place, hooks }: { place: Place; hooks: HookView[] | undefined }) {
  const t = useTranslations('hooks');
  const path = webhooksPath(place);
  return (
    <Table aria-label={t('title')} aria-busy={hooks === undefined}>
      <thead>
        <tr>
          <HeadCell>{t('name')}</HeadCell>
          <HeadCell>{t('endpointUrl')}</HeadCell>
          <HeadCell>{t('status')}</HeadCell>
          <HeadCell className="text-right">{t('selectedEvents')}</HeadCell>
          <HeadCell>{t('lastDelivery')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {hooks === undefined ? <SkeletonRows columns={5} /> : null}
        {hooks?.map((hook) => (
          <Row key={hook.id}>
            <Cell className="font-medium">
              <Link href={`${path}/${hook.id}`} className="after:absolute after:inset-0">
                {hook.name}
              </Link>
            </Cell>
            <Cell className="max-w-md truncate font-mono text-xs" title={hook.destinationUrl}>
              {hook.destinationUrl}
            </Cell>
            <Cell>
              <HookHealth health={hook.health} />
            </Cell>
            <Cell className="text-right tabular-nums">{hook.triggerCount}</Cell>
            <Cell className="text-muted">
              {hook.lastSuccessAt ? <UtcTime at={hook.lastSuccessAt} /> : t('never')}
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
