import { useTranslations } from 'next-intl';
import { LONGEST_PAUSE_SECONDS } from '@/domain/engine-numbers';
import { retrySchedule } from '@/domain/retry-schedule';
import { useDuration } from './use-duration';

/** The position on a logarithmic axis, because on a linear one the first seconds would overlap. */
const along = (seconds: number, end: number) => (Math.log1p(seconds) / Math.log1p(end)) * 100;

/** The times of the attempts of an event that the endpoint always refuses, until it is given up. */
export function RetryTimeline({ retryWindowSeconds }: { retryWindowSeconds: number }) {
  const t = useTranslations('hookForm');
  const duration = useDuration();
  const short = useDuration('narrow');
  const attempts = retrySchedule(retryWindowSeconds);
  const shown = attempts.filter((seconds, index) => {
    const next = attempts[index + 1];
    return next === undefined || next - seconds < LONGEST_PAUSE_SECONDS;
  });
  return (
    <figure className="flex flex-col gap-2">
      <figcaption className="text-table">
        {t('retryPreview', { count: attempts.length, window: duration(retryWindowSeconds) })}
      </figcaption>
      <svg aria-hidden className="h-4 w-full overflow-visible">
        <line x1="0" x2="100%" y1="8" y2="8" className="stroke-outline" />
        {attempts.map((seconds) => (
          <circle
            key={seconds}
            cx={`${along(seconds, retryWindowSeconds)}%`}
            cy="8"
            r="3.5"
            className="fill-accent last:fill-failed"
          />
        ))}
      </svg>
      <ol className="flex flex-wrap gap-x-3 gap-y-1 text-muted text-xs tabular-nums">
        {shown.map((seconds, index) => (
          <li key={seconds}>
            {index === shown.length - 1 && shown.length < attempts.length ? (
              <span>{t('thenHourly')} </span>
            ) : null}
            {seconds === 0 ? t('atOnce') : `+${short(seconds)}`}
          </li>
        ))}
        <li>{t('thenDiscarded')}</li>
      </ol>
    </figure>
  );
}
