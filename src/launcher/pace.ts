/** A turn of the event loop takes longer only if one request does. */
const TURN_MS = 20;
const STARTS_MAX = 64;
/**
 * For this long the starts wait for turns that only accept connections. Otherwise health checks, which come on new
 * connections, would wait for seconds behind hundreds of other new ones.
 */
const HOLD_MS = 20;

/**
 * Starts as many requests in a turn of the event loop as fit into it. A new connection and an answer of the database
 * each need several turns, so they would wait for seconds behind many requests that start at once.
 *
 * @param hasAccepted whether a connection was accepted since the last call. Node accepts one in a turn.
 */
export function createPace(hasAccepted: () => boolean): (start: () => void) => void {
  const waiting: (() => void)[] = [];
  let perTurn = STARTS_MAX;
  let left = perTurn;
  let isMeasured = false;
  let begunMs = 0;
  let heldFromMs = Number.POSITIVE_INFINITY;

  function measure(): void {
    isMeasured = true;
    begunMs = performance.now();
    setImmediate(endTurn);
  }

  function isHeld(nowMs: number): boolean {
    if (waiting.length === 0 || !hasAccepted()) return false;
    heldFromMs = Math.min(heldFromMs, nowMs);
    return nowMs - heldFromMs < HOLD_MS;
  }

  function endTurn(): void {
    const nowMs = performance.now();
    if (isHeld(nowMs)) {
      left = 0;
      measure();
      return;
    }
    heldFromMs = Number.POSITIVE_INFINITY;
    const isLong = nowMs - begunMs > TURN_MS;
    perTurn = isLong ? Math.max(1, Math.floor(perTurn / 2)) : Math.min(STARTS_MAX, perTurn + 1);
    const batch = waiting.splice(0, perTurn);
    left = perTurn - batch.length;
    isMeasured = false;
    if (batch.length === 0) return;
    // One immediate each, so that the promises of one request run before the next request starts.
    for (const start of batch) setImmediate(start);
    measure();
  }

  return (start) => {
    if (left > 0) {
      left -= 1;
      start();
    } else {
      waiting.push(start);
    }
    if (!isMeasured) measure();
  };
}
