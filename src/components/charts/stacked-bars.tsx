import { useId } from 'react';
import { cn } from '@/lib/cn';

type Bar = { good: number; bad: number };

/** The bar's share of its step. The rest is the gap to the next bar. */
const BAR_SHARE = 0.76;
/** A single failure among thousands stays visible. */
const PART_PX_MIN = 2;

/**
 * Two kinds of counts side by side in time, with failures striped above successes. Fills its width. A picture is silent
 * to a screen reader, so the caller describes it.
 */
export function StackedBars({
  bars,
  heightPx,
  active = null,
  className,
}: {
  bars: readonly Bar[];
  heightPx: number;
  /** The bar under the pointer. */
  active?: number | null;
  className?: string;
}) {
  const stripes = useId();
  const most = Math.max(1, ...bars.map(({ good, bad }) => good + bad));
  const roomPx = heightPx - 1;
  const tall = (count: number) =>
    count === 0 ? 0 : Math.max(PART_PX_MIN, (count / most) * (roomPx - PART_PX_MIN));
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${bars.length} ${heightPx}`}
      preserveAspectRatio="none"
      className={cn('block w-full', className)}
      style={{ height: heightPx }}
    >
      <defs>
        {/* Horizontal, so that it stays even at every width of the chart. */}
        <pattern id={stripes} width="1" height="3" patternUnits="userSpaceOnUse">
          <rect width="1" height="2" className="fill-failed" />
        </pattern>
      </defs>
      {active === null ? null : (
        <rect x={active} width="1" height={heightPx} className="fill-line" />
      )}
      {bars.map(({ good, bad }, n) => {
        const x = n + (1 - BAR_SHARE) / 2;
        const goodPx = tall(good);
        const badPx = tall(bad);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place in time
          <g key={n}>
            <rect
              x={x}
              y={roomPx - goodPx}
              width={BAR_SHARE}
              height={goodPx}
              className="fill-chart-good"
            />
            <rect
              x={x}
              y={roomPx - goodPx - badPx}
              width={BAR_SHARE}
              height={badPx}
              fill={`url(#${stripes})`}
            />
          </g>
        );
      })}
      <rect y={roomPx} width={bars.length} height="1" className="fill-outline" />
    </svg>
  );
}
