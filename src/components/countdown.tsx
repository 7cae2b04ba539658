'use client';

import { useFormatter } from 'next-intl';
import { useSyncExternalStore } from 'react';

const SECOND_MS = 1_000;

function everySecond(onTick: () => void): () => void {
  const timer = setInterval(onTick, SECOND_MS);
  return () => clearInterval(timer);
}

/** How far a moment to come is away. Nothing while the server renders, whose clock is another. */
export function Countdown({ to }: { to: Date }) {
  const format = useFormatter();
  const now = useSyncExternalStore(
    everySecond,
    () => Math.floor(Date.now() / SECOND_MS) * SECOND_MS,
    () => null,
  );
  if (now === null) return null;
  return (
    <span className="tabular-nums">{format.relativeTime(Math.max(to.getTime(), now), now)}</span>
  );
}
