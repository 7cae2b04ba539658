'use client';

import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';

const LAST = Number.POSITIVE_INFINITY;

/**
 * Makes the steps of a chart reachable: with the pointer, or with arrow keys, Home and End once it has the focus.
 * `textOf` describes a step. Escape leaves it.
 */
export function Scrubber({
  label,
  count,
  active,
  onActive,
  textOf,
  children,
}: {
  label: string;
  count: number;
  active: number | null;
  onActive: (step: number | null) => void;
  textOf: (step: number) => string;
  children: ReactNode;
}) {
  const current = active ?? count - 1;
  const go = (step: number) => onActive(Math.min(Math.max(step, 0), count - 1));

  function press(event: KeyboardEvent) {
    const moves: Record<string, number> = {
      ArrowLeft: current - 1,
      ArrowDown: current - 1,
      ArrowRight: current + 1,
      ArrowUp: current + 1,
      Home: 0,
      End: LAST,
    };
    const step = moves[event.key];
    if (step !== undefined) {
      event.preventDefault();
      go(step);
    } else if (event.key === 'Escape' && active !== null) {
      onActive(null);
    }
  }

  function point(event: PointerEvent<HTMLElement>) {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    go(Math.floor(((event.clientX - left) / width) * count));
  }

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={1}
      aria-valuemax={count}
      aria-valuenow={current + 1}
      aria-valuetext={textOf(current)}
      onKeyDown={press}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) go(current);
      }}
      onBlur={() => onActive(null)}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => onActive(null)}
      className="flex flex-col gap-1 rounded-sm"
    >
      {children}
    </div>
  );
}
