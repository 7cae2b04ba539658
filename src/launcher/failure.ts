/** A start that fails for a reason that the operator can correct: printed as one line, exit code 1. */
export class LaunchFailure extends Error {
  override name = 'LaunchFailure';

  constructor(
    message: string,
    /** The part to blame, as `gancho doctor` names it. */
    readonly subject:
      | 'database'
      | 'data directory'
      | 'secrets'
      | 'secret key'
      | 'rights'
      | 'start' = 'start',
  ) {
    super(message);
  }
}

/** The operating system's code of an error (`EACCES`, `ENOSPC`, ...), if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Turns a file system error about `path` into one line. Other errors pass through. */
export function fileFailure(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new LaunchFailure(
        `Cannot write to ${path}: make it writable, or set GANCHO_DATA_DIR to a folder that is.`,
        'data directory',
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new LaunchFailure(
        `The disk that holds ${path} is full: free some space and try again.`,
        'data directory',
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new LaunchFailure(
        `${path} is in the way: a file is where a folder should be. Move it, or set GANCHO_DATA_DIR.`,
        'data directory',
      );
    default:
      return error;
  }
}

/** The same for a file that must be read. */
export function readFailure(error: unknown, path: string): unknown {
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return new LaunchFailure(
        `Cannot read ${path}: start as the user whose file it is, or make it readable for this one.`,
        'data directory',
      );
    case 'EISDIR':
      return new LaunchFailure(
        `${path} is a folder where a file should be: remove the folder, and restore the file from a backup.`,
        'data directory',
      );
    default:
      return fileFailure(error, path);
  }
}
