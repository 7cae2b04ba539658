import pino from 'pino';
import { errorText, framesOf, withoutParams } from '@/domain/error-text';
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
 * One JSON line an entry, on stdout. Secrets never come here: what is logged is named field by field, and of an error
 * nothing is written that holds the values of a statement. Of equal
 * warnings and errors the first is written at once, and how many followed it, with the last of them, once in a
 * while: what goes wrong a thousand times a second must not fill a disk.
 */
export function createLog(level: string, options: Options = {}): ProcessLog {
  const { everyMs = EVERY_MS, destination = pino.destination({ dest: 1, sync: true }) } = options;
  const formatters = { log: describeAll };
  // Its own would put the causes' messages together.
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

/** How deep the fields of a line are looked through. */
const LEVELS_MAX = 4;

/** Errors may stand anywhere in the fields, under any name. */
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

/** Field by field, since Drizzle puts the values of a query into its message, and Postgres those of a row into details. */
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

/** What makes an error equal to another: its code, or else what it says. */
function kindOf(fields: object): string {
  const error = 'err' in fields ? fields.err : 'error' in fields ? fields.error : undefined;
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
  }
  return error instanceof Error ? `${error.name} ${error.message}` : String(error ?? '');
}
