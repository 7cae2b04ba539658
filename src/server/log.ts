import pino from 'pino';
import { errorText, framesOf, withoutParams } from '@/domain/error-text';
import type { Log } from './services/context';

export type ProcessLog = Log & {
  /** Writes the counts that are held back. Called before the process ends. */
  flush(): void;
};

type Options = { everyMs?: number; destination?: pino.DestinationStream };
type Level = 'warn' | 'error';
type Held = { level: Level; fields: object; message: string; count: number };

/** Equal lines within this time become one. */
const EVERY_MS = 10_000;
const KEYS_MAX = 1_000;

/**
 * Writes one JSON line per entry to stdout. Secrets never reach it: callers name each field they log, and an error is
 * written without the values of its statement. The first of several equal warnings or errors is written at once. The
 * number of the following ones is written from time to time, together with the last of them, because an error that
 * occurs a thousand times a second must not fill a disk.
 */
export function createLog(level: string, options: Options = {}): ProcessLog {
  const { everyMs = EVERY_MS, destination = pino.destination({ dest: 1, sync: true }) } = options;
  const formatters = { log: describeAll };
  // The library's own serializer would join the messages of the causes.
  const serializers = { err: (error: unknown) => error };
  const timestamp = pino.stdTimeFunctions.isoTime;
  const settings = { level, base: null, timestamp, formatters, serializers };
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

  const write = (lineLevel: Level) => (fields: object, text: string) => {
    const message = withoutParams(text);
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
    debug: (fields, message) => out.debug(fields, withoutParams(message)),
    info: (fields, message) => out.info(fields, withoutParams(message)),
    warn: write('warn'),
    error: write('error'),
    flush,
  };
}

type Described = { type: string; message: string; code?: unknown; stack: string; cause?: unknown };

/** The number of levels of a line's fields that are searched for errors. */
const LEVELS_MAX = 4;

/** Errors can be anywhere in the fields, under any name. */
function describeAll(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, described(value)]),
  );
}

function described(value: unknown, level = 1): unknown {
  if (value instanceof Error) return describeError(value, level);
  if (typeof value === 'string') return withoutParams(value);
  if (typeof value !== 'object' || value === null || level > LEVELS_MAX) return value;
  if (Array.isArray(value)) return value.map((one) => described(one, level + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, described(one, level + 1)]);
  return Object.fromEntries(entries);
}

/**
 * Lists its fields one by one, because Drizzle puts the values of a query into its message, and Postgres the values of
 * a row into the details.
 */
function describeError(error: Error, level: number): Described {
  return {
    type: error.name,
    message: errorText(error),
    ...('code' in error ? { code: error.code } : {}),
    stack: framesOf(error),
    ...(error.cause === undefined || level > 2 * LEVELS_MAX
      ? {}
      : { cause: described(error.cause, level + 1) }),
  };
}

/** The property that makes two errors equal: the code, or without one the message. */
function kindOf(fields: object): string {
  const error = 'err' in fields ? fields.err : 'error' in fields ? fields.error : undefined;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? `${error.name} ${error.message}` : String(error ?? '');
}
