import { DAY_MS } from '@/domain/units';

/** How long a repeated event id counts as the same event, as on a real server. */
const REMEMBERED_MS = DAY_MS;

/** Remembers ids for a day, the newest `capacity` of them. */
export function createRecentIds({ nowMs, capacity }: { nowMs: () => number; capacity: number }) {
  const seenAtById = new Map<string, number>();

  return {
    /** True the first time, false when the id was seen within a day. */
    remember(id: string): boolean {
      const now = nowMs();
      const seenAt = seenAtById.get(id);
      if (seenAt !== undefined && now - seenAt < REMEMBERED_MS) return false;
      seenAtById.delete(id);
      seenAtById.set(id, now);
      if (seenAtById.size > capacity) {
        for (const oldest of seenAtById.keys()) {
          seenAtById.delete(oldest);
          break;
        }
      }
      return true;
    },
  };
}
