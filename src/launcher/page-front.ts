import type { IncomingMessage, ServerResponse } from 'node:http';
import { isServiceError, type ServiceError } from '@/domain/errors';
import { unavailableHead } from '@/domain/unavailable';
import { allowedAt } from '@/launcher/front-limits';
import { outageListener } from '@/server/db/outage-listener';
import type { Log } from '@/server/services/context';

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Pages that fail because the database is unavailable answer 503 with Retry-After. The framework knows only 500, so
 * this corrects the status when the head is written. It also adds the allowed methods to a 405.
 */
export function createPageFront(pages: Handle): Handle {
  return (request, response) => {
    let outage: ServiceError | null = null;
    const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
    response.writeHead = (status: number, ...rest: unknown[]) => {
      if (status === 405 && !response.hasHeader('allow'))
        response.setHeader('allow', allowedAt(request));
      if (status !== 500 || outage === null) return writeHead(status, ...rest);
      const { status: unavailable, headers } = unavailableHead(outage);
      response.setHeaders(new Headers(headers));
      response.statusMessage = '';
      return writeHead(unavailable, ...rest);
    };
    const listen = (error: ServiceError) => {
      outage = error;
    };
    return outageListener.run(listen, () => pages(request, response));
  };
}

/**
 * Turns the framework's console output into lines of the log, which counts equal ones. A page that fails shows its
 * reader the error's digest.
 */
export function logConsole(log: Log): void {
  console.log = (...parts: unknown[]) => log.debug({}, textOf(parts));
  console.warn = (...parts: unknown[]) => log.warn({}, textOf(parts));
  console.error = (...parts: unknown[]) => {
    const error = parts.find((part) => part instanceof Error);
    if (error === undefined) return log.error({}, textOf(parts));
    const digest = 'digest' in error ? { digest: error.digest } : {};
    if (isServiceError(error) && error.code === 'unavailable') {
      log.warn({ err: error.cause, ...digest }, error.message);
    } else {
      log.error({ err: error, ...digest }, 'A page failed');
    }
  };
}

/** Removes the framework's sign in front of the text. */
const textOf = (parts: readonly unknown[]) => parts.map(String).join(' ').replace(/^\W+/, '');
