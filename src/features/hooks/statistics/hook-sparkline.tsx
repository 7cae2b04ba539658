import { useTranslations } from 'next-intl';
import { StackedBars } from '@/components/charts/stacked-bars';
import type { ActivityView } from '../hook-view';

const HEIGHT_PX = 20;
const HOURS = 24;
const QUIET = Array.from({ length: HOURS }, () => ({ successes: 0, failures: 0 }));

/** The last day of one hook in a row of the list. `hours` is undefined for a hook without attempts. */
export function HookSparkline({ hours = QUIET }: { hours: ActivityView['hours'] | undefined }) {
  const t = useTranslations('hookStatistics');
  const succeeded = hours.reduce((sum, hour) => sum + hour.successes, 0);
  const failed = hours.reduce((sum, hour) => sum + hour.failures, 0);
  const words = succeeded + failed === 0 ? t('quietDay') : t('lastDay', { succeeded, failed });
  return (
    <span className="block w-24">
      <StackedBars
        bars={hours.map(({ successes, failures }) => ({ good: successes, bad: failures }))}
        heightPx={HEIGHT_PX}
      />
      <span className="sr-only">{words}</span>
    </span>
  );
}
