import { dealt, type Random } from '../support/random';

/** Faults of one track come one after the other. Tracks do not wait for each other. */
export type Track = 'processes' | 'freezes' | 'database' | 'others';

type Traits = {
  track: Track;
  /** Cuts off or forgets requests, so that they may be sent twice. */
  isForgetful?: true;
  /** Prevents heartbeats while it lasts. If it lasts too long, live workers are declared dead. */
  isSilencing?: true;
  /** Takes so long that a run has half as many of it. */
  isLong?: true;
  /** The time after the fault during which a healthy hook may still have to wait. */
  recoverMs: number;
};

export const FAULTS = {
  'kill a worker': { track: 'processes', isForgetful: true, recoverMs: 1000 },
  'kill web': { track: 'processes', recoverMs: 1000 },
  'another worker': { track: 'processes', recoverMs: 0 },
  'a worker leaves for good': { track: 'processes', isForgetful: true, recoverMs: 1000 },
  'a clock jumps': { track: 'processes', recoverMs: 0 },
  'a clock is wrong at the start': { track: 'processes', isForgetful: true, recoverMs: 1000 },
  'freeze a worker': { track: 'freezes', isSilencing: true, recoverMs: 1000 },
  'freeze a worker past its lease': {
    track: 'freezes',
    isForgetful: true,
    isLong: true,
    recoverMs: 1000,
  },
  'kill everything': {
    track: 'database',
    isForgetful: true,
    isSilencing: true,
    recoverMs: 5000,
  },
  'kill Postgres': { track: 'database', isSilencing: true, recoverMs: 3000 },
  'kill a backend': { track: 'database', isSilencing: true, recoverMs: 4000 },
  'end connections': { track: 'database', isSilencing: true, recoverMs: 2000 },
  'exhaust connections': { track: 'database', isSilencing: true, recoverMs: 2000 },
  'drop announcements': { track: 'database', recoverMs: 1000 },
  'kill PgBouncer': { track: 'database', isSilencing: true, recoverMs: 2000 },
  'freeze PgBouncer': { track: 'database', isSilencing: true, recoverMs: 1000 },
  'fill the disk': { track: 'database', isSilencing: true, recoverMs: 3000 },
  purge: { track: 'others', recoverMs: 0 },
  'a receiver is dead past its window': { track: 'others', isLong: true, recoverMs: 0 },
} as const satisfies Record<string, Traits>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

export const traitsOf = (kind: FaultKind): Traits => FAULTS[kind];

export type Fault = { kind: FaultKind; beganMs: number; endedMs: number };

/** The faults of a run in their order. Each kind is equally frequent, except the long ones. */
export function planned(
  random: Random,
  count: number,
  possible: readonly FaultKind[],
): FaultKind[] {
  return dealt(random, [...possible, ...possible.filter((kind) => !traitsOf(kind).isLong)], count);
}
