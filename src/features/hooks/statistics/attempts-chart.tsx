'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Line } from '@/components/charts/line';
import { Scrubber } from '@/components/charts/scrubber';
import { StackedBars } from '@/components/charts/stacked-bars';
import { useTimeZone } from '@/components/time-zone';
import type { StatisticsView } from '../hook-view';

const BARS_PX = 48;
const LINE_PX = 20;

type Bucket = StatisticsView['buckets'][number];

/** Attempts over time, and below them the time of the slower ones. Two lines give the time and the values. */
export function AttemptsChart({ statistics }: { statistics: StatisticsView }) {
  const t = useTranslations('hookStatistics');
  const [active, setActive] = useState<number | null>(null);
  const { buckets, attempts, window } = statistics;
  const say = useBucketWords(window);

  if (attempts.successes + attempts.failures === 0) {
    return <p className="h-28 text-muted text-table">{t('noAttempts')}</p>;
  }
  const pointed = active === null ? undefined : buckets[active];
  return (
    <div className="flex flex-col gap-1 text-muted text-xs tabular-nums">
      <Scrubber
        label={t(window === '24h' ? 'byHour' : window === '7d' ? 'bySixHours' : 'byDay')}
        count={buckets.length}
        active={active}
        onActive={setActive}
        textOf={(step) => (buckets[step] ? say.all(buckets[step]) : '')}
      >
        <StackedBars
          bars={buckets.map(({ successes, failures }) => ({ good: successes, bad: failures }))}
          heightPx={BARS_PX}
          active={active}
        />
        <Line values={buckets.map(({ p95Ms }) => p95Ms)} heightPx={LINE_PX} />
      </Scrubber>
      <p className="flex justify-between">
        {pointed === undefined ? (
          <>
            <span>{say.when(statistics.since)}</span>
            <span>{t('now')}</span>
          </>
        ) : (
          <span className="truncate">{say.whenHere(pointed.start)}</span>
        )}
      </p>
      <Legend counts={pointed ?? attempts} slow={say.slow(pointed?.p95Ms)} />
    </div>
  );
}

/** The meaning of the colours, with the number of each. */
function Legend({
  counts,
  slow,
}: {
  counts: { successes: number; failures: number };
  slow: string;
}) {
  const t = useTranslations('hookStatistics');
  return (
    <p className="flex min-h-4.5 flex-wrap gap-x-4">
      <Entry mark="size-2 bg-chart-good">{t('succeeded', { count: counts.successes })}</Entry>
      <Entry mark="striped size-2">{t('failed', { count: counts.failures })}</Entry>
      <Entry mark="h-0.5 w-3 rounded-full bg-accent">{slow}</Entry>
    </p>
  );
}

function Entry({ mark, children }: { mark: string; children: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <span aria-hidden className={mark} />
      {children}
    </span>
  );
}

function useBucketWords(window: StatisticsView['window']) {
  const t = useTranslations('hookStatistics');
  const format = useFormatter();
  const locale = useLocale();
  const timeZone = useTimeZone();
  const shown = { ...DAY, ...(window === '28d' ? {} : CLOCK) };
  const when = (at: Date) => `${format.dateTime(at, { ...shown, timeZone: 'UTC' })} UTC`;
  const clock = (at: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { ...DAY, ...CLOCK, ...options }).format(at);
  const slow = (ms: number | null | undefined) => (ms == null ? t('p95') : t('slower', { ms }));
  return {
    when,
    slow,
    /** Uses the reader's time zone, which the server does not know, so only for the bar under the pointer. */
    whenHere: (at: Date) =>
      clock(at, { timeZone }) === clock(at, { timeZone: 'UTC' })
        ? when(at)
        : `${when(at)} (${clock(at, { timeZone, timeZoneName: 'short' })})`,
    all: ({ start, successes, failures, p95Ms }: Bucket) =>
      [
        `${when(start)}: ${t('succeeded', { count: successes })}`,
        t('failed', { count: failures }),
        ...(p95Ms === null ? [] : [slow(p95Ms)]),
      ].join(', '),
  };
}

const DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;
