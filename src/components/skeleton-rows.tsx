import { useTranslations } from 'next-intl';
import { Skeleton } from './ui/skeleton';
import { Cell, Row } from './ui/table';

/** Rows of the real height, on the first load only. */
export function SkeletonRows({ rows = 8, columns }: { rows?: number; columns: number }) {
  const t = useTranslations('common');
  return Array.from({ length: rows }, (_, row) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: all are alike and none moves
    <Row key={row}>
      {Array.from({ length: columns }, (_, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: all are alike and none moves
        <Cell key={column}>
          {row === 0 && column === 0 ? <span className="sr-only">{t('loading')}</span> : null}
          <Skeleton className="h-4 w-24" />
        </Cell>
      ))}
    </Row>
  ));
}
