import { ConnectionError, PostgresError } from './driver-error';

/**
 * Whether the error comes from the driver: the server's answer, the state of a connection, or the driver's own code.
 */
export function isDriverFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof PostgresError || error instanceof ConnectionError) return true;
  return /node_modules[\\/]pg(-\w+)*[\\/]/.test(topFrame(error)) || isDriverFailure(error.cause);
}

function topFrame(error: Error): string {
  return error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
}
