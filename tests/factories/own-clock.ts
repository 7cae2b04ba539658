import { type DatabaseClock, systemClock } from '@/server/gateways/clock';

/** This process's own time instead of a database's, for a test that has or needs none. */
export const ownClock: DatabaseClock = {
  ...systemClock,
  now: async () => systemClock.nowMs(),
  aheadMs: () => 0,
};
