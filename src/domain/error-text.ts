/** The end of Drizzle's message for a failed statement. */
const PARAMS = /\nparams: [\s\S]*$/;
/** Node repeats the start of an argument that it refuses. */
const RECEIVED = / Received [\s\S]*$/;
/** Our own roles. A missing one shows that the database is not migrated. */
const OWN_ROLE = /^role "gancho_\w+" does not exist$/;

/** A text without the values of a statement. */
export function withoutParams(text: string): string {
  return text.replace(PARAMS, '');
}

/**
 * The message of an error without the values of its statement. Drizzle puts all of them into the message, and Postgres
 * repeats a value that it cannot read.
 */
export function errorText(error: Error): string {
  if ('query' in error && 'params' in error) return `Failed query: ${error.query}`;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (error.name === 'PostgresError') return withoutQuoted(code, error.message);
  const { cause } = error;
  // A wrapping error often repeats the message of its cause.
  const message =
    cause instanceof Error && cause.message !== ''
      ? error.message.replaceAll(cause.message, () => errorText(cause))
      : error.message;
  return withoutParams(code.startsWith('ERR_') ? message.replace(RECEIVED, '') : message);
}

/** Errors of class 22 and P0, and 42601, can quote input. All other errors quote names of our schema. */
export function withoutQuoted(code: string, message: string): string {
  if (!/^(22|P0|42601)/.test(code) || OWN_ROLE.test(message)) return message;
  return message.replace(/"[\s\S]*"/, '"…"');
}

/** The stack frames. The message before them may have lines that look alike. */
export function framesOf({ name, message, stack = '' }: Error): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  const rest = at === -1 ? stack.slice(name.length) : stack.slice(at + message.length);
  return rest
    .split('\n')
    .filter((line) => /^ {4}at .*[:)]/.test(line))
    .join('\n');
}
