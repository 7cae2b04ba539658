import type { IncomingMessage, ServerResponse } from 'node:http';
import { isServiceError, type ServiceError } from '@/domain/errors';
import { unavailableHead } from '@/domain/unavailable';
import { allowedAt } from '@/launcher/front-limits';
import { outageListener } from '@/server/db/outage-listener';
import type { Log } from '@/server/services/context';

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Pages that fail because the database is away answer 503 with Retry-After. The framework knows 500 alone, so the status is
 * put right where the head is written; so are the methods that a refused one is told.
 */
export function createPageFront(pages: Handle): Handle {
  return (request, response) => {
    let outage: ServiceError | null = null;
    const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse;
    response.writeHead = (status: number, ...rest: unknown[]) => {
      if (status === 405 && !response.hasHeader('allow'))
        response.setHeader('allow', allowedAt(request.url));
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
 * The framework writes to the console. Its words become lines of the log, in which equal ones are counted. A page that
 * fails shows its reader the error's digest.
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

/** Without the framework's sign before it. */
const textOf = (parts: readonly unknown[]) => parts.map(String).join(' ').replace(/^\W+/, '');
