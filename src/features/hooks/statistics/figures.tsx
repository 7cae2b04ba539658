import { useFormatter, useTranslations } from 'next-intl';
import type { StatisticsView } from '../hook-view';

/** The summary of the chart. Without attempts, the labels keep their places. */
export function Figures({ statistics }: { statistics: StatisticsView }) {
  const t = useTranslations('hookStatistics');
  const format = useFormatter();
  const { successRate, latency } = statistics;
  const rate =
    successRate === null
      ? null
      : format.number(roundedDown(successRate), {
          style: 'percent',
          maximumFractionDigits: 1,
        });
  const ms = (value: number | undefined) =>
    value === undefined ? null : `${format.number(value, { maximumSignificantDigits: 3 })} ms`;
  return (
    <dl className="flex flex-wrap gap-x-6 text-table tabular-nums">
      <Figure label={t('successRate')} value={rate} />
      <Figure label={t('median')} value={ms(latency?.p50Ms)} />
      <Figure label={t('p95')} value={ms(latency?.p95Ms)} />
    </dl>
  );
}

function Figure({ label, value }: { label: string; value: string | null }) {
  return (
    <div className="flex flex-col">
      <dt className="text-muted text-xs">{label}</dt>
      <dd>{value ?? '–'}</dd>
    </div>
  );
}

/** Only a rate without failures is 100 %. */
function roundedDown(share: number): number {
  return Math.floor(share * 1000) / 1000;
}
