import { cva, type VariantProps } from 'class-variance-authority';
import { cn } from '@/lib/cn';

const badge = cva('inline-flex items-center gap-1.5 whitespace-nowrap text-table', {
  variants: {
    tone: {
      calm: 'text-ink',
      waiting: 'text-waiting',
      warning: 'rounded bg-retrying-soft px-1.5 py-0.5 text-retrying',
      danger: 'rounded bg-failed-soft px-1.5 py-0.5 text-failed',
      dropped: 'rounded border border-discarded px-1.5 py-px text-discarded',
      off: 'text-disabled',
    },
  },
});

export type Tone = NonNullable<VariantProps<typeof badge>['tone']>;

/** Shapes differ as well as colours, for people who cannot distinguish the colours. */
const MARKS: Record<Tone, string> = {
  calm: 'rounded-full bg-ok',
  waiting: 'rounded-full border-[1.5px] border-current',
  warning: 'rotate-45 bg-current',
  danger: 'bg-current',
  dropped: 'h-[2px] bg-current',
  off: 'rounded-full bg-current opacity-60',
};

export function Badge({ tone, children }: { tone: Tone; children: React.ReactNode }) {
  return (
    <span className={badge({ tone })}>
      <span aria-hidden className={cn('inline-block size-[7px] shrink-0', MARKS[tone])} />
      {children}
    </span>
  );
}
