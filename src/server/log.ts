import pino from 'pino';
import type { Log } from './services/context';

export type ProcessLog = Log & {
  /** Writes the counts that are held back: before the process ends. */
  flush(): void;
};

type Options = { everyMs?: number; destination?: pino.DestinationStream };
type Level = 'warn' | 'error';
type Held = { level: Level; fields: object; message: string; count: number };

/** Equal lines of this time are one. */
const EVERY_MS = 10_000;
const KEYS_MAX = 1_000;

/**
 * One JSON line an entry, on stdout. Secrets never come here: what is logged is named field by field. Of equal
 * warnings and errors the first is written at once, and how many followed it, with the last of them, once in a
 * while: what goes wrong a thousand times a second must not fill a disk.
 */
export function createLog(level: string, options: Options = {}): ProcessLog {
  const { everyMs = EVERY_MS, destination = pino.destination({ dest: 1, sync: true }) } = options;
  const serializers = { err: describeError };
  const settings = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers };
  const out = pino(settings, destination);
  const held = new Map<string, Held>();
  let timer: NodeJS.Timeout | null = null;

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const all = [...held.values()];
    held.clear();
    for (const one of all) {
      if (one.count > 0) out[one.level]({ ...one.fields, count: one.count }, one.message);
    }
  }

  const write = (lineLevel: Level) => (fields: object, message: string) => {
    const key = `${lineLevel} ${message} ${kindOf(fields)}`;
    const known = held.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.fields = fields;
      return;
    }
    out[lineLevel](fields, message);
    if (held.size >= KEYS_MAX) flush();
    held.set(key, { level: lineLevel, fields, message, count: 0 });
    timer ??= setTimeout(flush, everyMs).unref();
  };

  return {
    debug: (fields, message) => out.debug(fields, message),
    info: (fields, message) => out.info(fields, message),
    warn: write('warn'),
    error: write('error'),
    flush,
  };
}

type Described = { type: string; message: string; code?: unknown; stack: string; cause?: unknown };

/** Field by field, since Drizzle puts the values of a query into its message, and Postgres those of a row into details. */
function describeError(error: unknown): Described | string {
  if (!(error instanceof Error)) return String(error);
  const isOfQuery = 'query' in error && 'params' in error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    type: error.name,
    message: isOfQuery ? `Failed query: ${error.query}` : error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: frames.join('\n'),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** What makes an error equal to another: its code, or else what it says. */
function kindOf(fields: object): string {
  const error = 'err' in fields ? fields.err : 'error' in fields ? fields.error : undefined;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? `${error.name} ${error.message}` : String(error ?? '');
}
