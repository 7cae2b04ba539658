/** What the driver itself says of a connection. */
const CONNECTION_CODES = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
]);

/**
 * Whether it comes from the driver: the server's answer, the state of a connection, or its own code.
 * Drizzle wraps it.
 */
export function isDriverFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'PostgresError' || isOfQuery(error)) return true;
  if ('code' in error && CONNECTION_CODES.has(String(error.code))) return true;
  return /node_modules[\\/]postgres[\\/]/.test(topFrame(error)) || isDriverFailure(error.cause);
}

/** The driver tells a query's error which query it was. */
function isOfQuery(error: Error): boolean {
  return 'query' in error && 'parameters' in error && error.cause === undefined;
}

function topFrame(error: Error): string {
  return error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
}
