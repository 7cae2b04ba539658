import type { ServerResponse } from 'node:http';

/** The most bytes of all answers that clients have not read. */
const BYTES_MAX = 24 * 1024 * 1024;
/** An answer whose client reads nothing for this long ends. */
const STALLED_MS = 60_000;
/** The sum is not taken more often, because there can be thousands of answers. */
const LOOK_EVERY_MS = 20;

const open = new Set<ServerResponse>();
let lookedAtMs = Number.NEGATIVE_INFINITY;

/** Bounds the memory of answers that their clients do not read. The largest ones end first. */
export function boundUnread(response: ServerResponse): void {
  open.add(response);
  response.once('close', () => open.delete(response));
  response.setTimeout(STALLED_MS, () => response.destroy());
  const nowMs = performance.now();
  if (nowMs - lookedAtMs < LOOK_EVERY_MS) return;
  lookedAtMs = nowMs;
  endLargest();
}

function endLargest(): void {
  let bytes = 0;
  for (const { writableLength } of open) bytes += writableLength;
  if (bytes <= BYTES_MAX) return;
  for (const one of [...open].sort((left, right) => right.writableLength - left.writableLength)) {
    bytes -= one.writableLength;
    one.destroy();
    if (bytes <= BYTES_MAX) return;
  }
}
