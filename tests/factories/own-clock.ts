import { type DatabaseClock, systemClock } from '@/server/gateways/clock';

/** This process's own time in place of a database's, where a test has none or needs none. */
export const ownClock: DatabaseClock = {
  ...systemClock,
  now: async () => systemClock.nowMs(),
  aheadMs: () => 0,
};
