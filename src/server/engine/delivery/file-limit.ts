import type { Log } from '@/server/services/context';
import { ALL_MAX } from './slots';

/** Files beside those of requests: the database's connections, the runtime's own, name lookups. */
const OTHERS = 100;

type Report = { userLimits?: { open_files?: { soft?: number | string } } };

/**
 * How many files this process may have open. Node raises it to the most that the system allows. By a report, for which no
 * file needs to be opened; null: the system does not tell, or there is no limit.
 */
export function fileLimit(): number | null {
  // Node 20 knows it, its types do not: without it, a report looks up the names of all peers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as Report;
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : null;
}

/** Said once at the start: a limit that a full load will run into. */
export function warnOfFileLimit(log: Log): void {
  const limit = fileLimit();
  if (limit === null || limit >= ALL_MAX + OTHERS) return;
  log.warn(
    { limit, capacity: ALL_MAX },
    `At most ${limit} files can be open, and ${ALL_MAX} requests may be under way. Fewer are when files run out: raise the limit to ${ALL_MAX + OTHERS} (ulimit -n, or LimitNOFILE of the service)`,
  );
}
