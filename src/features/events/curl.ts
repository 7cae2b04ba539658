import type { EventDetailsView } from './event-view';

/** curl sets these itself, to the values that it really sends. */
const SET_BY_CURL = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/**
 * The last request as a command for a shell. The hook's own headers are masked as everywhere. The person who runs the
 * command inserts the secrets.
 */
export function curlCommand(
  url: string,
  event: Pick<EventDetailsView, 'attempts' | 'payload' | 'eventUlid' | 'hookId'>,
): string {
  const headers = event.attempts.at(-1)?.requestHeaders ?? [
    ['content-type', 'application/json'],
    ['webhook-id', `${event.eventUlid}_${event.hookId}`],
  ];
  return [
    `curl -X POST ${quote(url)}`,
    ...headers
      .filter(([name]) => !SET_BY_CURL.has(name.toLowerCase()))
      .map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-binary ${quote(event.payload)}`,
  ].join(' \\\n  ');
}

/** For a POSIX shell. Inside single quotes only the quote itself is special. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
