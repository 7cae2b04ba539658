import type { Log } from '@/server/services/context';
import { ALL_MAX } from './slots';

/** Open files in addition to those of requests: the database's connections, the runtime's own files, name lookups. */
const OTHERS = 100;

type Report = { userLimits?: { open_files?: { soft?: number | string } } };

/**
 * The number of files that this process may have open. Node raises it to the maximum that the system allows. It is read
 * from a report, because that opens no file. Null: the system does not report it, or sets no limit.
 */
export function fileLimit(): number | null {
  // Node 20 has this option, but its types do not. Without it, a report looks up the names of all peers.
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as Report;
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : null;
}

/** Warns once, at the start, if a full load would reach the limit. */
export function warnOfFileLimit(log: Log): void {
  const limit = fileLimit();
  if (limit === null || limit >= ALL_MAX + OTHERS) return;
  log.warn(
    { limit, capacity: ALL_MAX },
    `At most ${limit} files can be open, and ${ALL_MAX} requests may be in flight. When files run out, fewer are sent. Raise the limit to ${ALL_MAX + OTHERS} (ulimit -n, or LimitNOFILE of the service)`,
  );
}
