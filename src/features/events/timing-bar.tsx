import { useFormatter, useTranslations } from 'next-intl';
import { cn } from '@/lib/cn';
import { type TimingPhase, timingParts } from './timing';

const COLOURS: Record<TimingPhase, string> = {
  dns: 'bg-waiting',
  connect: 'bg-discarded',
  tls: 'bg-outline',
  firstByte: 'bg-accent',
  rest: 'bg-ok',
};

/** The phases of an attempt's time, and the address of its request. */
export function TimingBar({
  timing,
  remoteAddress,
}: {
  timing: Record<string, number>;
  remoteAddress: string | null;
}) {
  const t = useTranslations('event');
  const phase = useTranslations('timingPhase');
  const format = useFormatter();
  const { parts, totalMs } = timingParts(timing);
  const ms = (value: number) => `${format.number(value, { maximumFractionDigits: 1 })} ms`;
  return (
    <div className="flex flex-col gap-1.5 text-xs">
      {totalMs > 0 ? (
        <>
          <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full">
            {parts.map((part) => (
              <span
                key={part.phase}
                className={cn('min-w-px', COLOURS[part.phase])}
                style={{ flexGrow: part.ms }}
              />
            ))}
          </div>
          <dl aria-label={t('timing')} className="flex flex-wrap gap-x-4 gap-y-1 tabular-nums">
            {parts.map((part) => (
              <div key={part.phase} className="flex items-center gap-1">
                <span aria-hidden className={cn('size-2 rounded-full', COLOURS[part.phase])} />
                <dt className="text-muted">{phase(part.phase)}</dt>
                <dd>{ms(part.ms)}</dd>
              </div>
            ))}
          </dl>
        </>
      ) : null}
      {remoteAddress ? (
        <p className="text-muted">
          {t('address')} <span className="font-mono text-ink">{remoteAddress}</span>
        </p>
      ) : null}
    </div>
  );
}
