'use client';

import { useFormatter } from 'next-intl';
import { useSyncExternalStore } from 'react';

const SECOND_MS = 1_000;

function everySecond(onTick: () => void): () => void {
  const timer = setInterval(onTick, SECOND_MS);
  return () => clearInterval(timer);
}

const LONG = [new Date(59 * 60 * SECOND_MS), new Date(0)] as const;

/**
 * The time until a future moment. The server's clock is different, so while it renders, it reserves the width of a long
 * text, so that nothing moves when the real one appears.
 */
export function Countdown({ to }: { to: Date }) {
  const format = useFormatter();
  const now = useSyncExternalStore(
    everySecond,
    () => Math.floor(Date.now() / SECOND_MS) * SECOND_MS,
    () => null,
  );
  if (now === null) {
    return (
      <span aria-hidden className="invisible tabular-nums">
        {format.relativeTime(...LONG)}
      </span>
    );
  }
  return (
    <span className="tabular-nums">{format.relativeTime(Math.max(to.getTime(), now), now)}</span>
  );
}
