import pino from 'pino';

/** One JSON line an entry, on stdout. Secrets never come here: what is logged is named field by field. */
export function createLog(level: string) {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
