import { cn } from '@/lib/cn';

export function Skeleton({ className }: { className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('block motion-safe:animate-pulse rounded bg-line', className)}
    />
  );
}
