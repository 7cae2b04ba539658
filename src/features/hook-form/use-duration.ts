import { useFormatter } from 'next-intl';
import { DAY_SECONDS } from '@/domain/units';

/** Seconds in words, in the largest unit that fits, to one decimal place: "1.1 hours". */
export function useDuration(display: 'long' | 'narrow' = 'long'): (seconds: number) => string {
  const format = useFormatter();
  return (seconds) => {
    const [unit, size] =
      seconds < 60
        ? (['second', 1] as const)
        : seconds < 3600
          ? (['minute', 60] as const)
          : seconds <= DAY_SECONDS
            ? (['hour', 3600] as const)
            : (['day', DAY_SECONDS] as const);
    return format.number(seconds / size, {
      style: 'unit',
      unit,
      unitDisplay: display,
      maximumFractionDigits: seconds % size === 0 || unit === 'minute' ? 0 : 1,
    });
  };
}
