import type { EventDetailsView } from './event-view';

/** curl sets these itself, to what it really sends. */
const SET_BY_CURL = new Set(['host', 'content-length', 'connection', 'transfer-encoding']);

/**
 * The last request as a command for a shell. The hook's own headers are masked as they are everywhere;
 * whoever runs it puts the secrets in.
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

/** For a POSIX shell: nothing inside single quotes means anything, but the quote itself. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
