type LogLine = (fields: Record<string, unknown>, message: string) => void;

/** The part of a pino logger that this folder uses. */
export type Log = { debug: LogLine; info: LogLine; warn: LogLine; error: LogLine };

type SdkLine = (...parts: unknown[]) => void;

/** The SDK logs either `(message)` or `(fields, message)`. Both become one structured line. */
export function toSdkLogger(log: Log): Record<keyof Log, SdkLine> {
  const line =
    (level: keyof Log): SdkLine =>
    (first, second) => {
      if (typeof first === 'object' && first !== null) {
        log[level]({ ...first }, typeof second === 'string' ? second : 'inngest');
      } else {
        log[level]({}, String(first));
      }
    };
  return { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') };
}
