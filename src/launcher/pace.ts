/** A turn of the event loop takes longer only if one request does. */
const TURN_MS = 20;
const STARTS_MAX = 64;

/**
 * Starts as many requests in a turn of the event loop as fit into it. A new connection and an answer of the database
 * each need several turns, so they would wait for seconds behind many requests that start at once.
 */
export function createPace(): (start: () => void) => void {
  const waiting: (() => void)[] = [];
  let perTurn = STARTS_MAX;
  let left = perTurn;
  let isMeasured = false;
  let begunMs = 0;

  function measure(): void {
    isMeasured = true;
    begunMs = performance.now();
    setImmediate(endTurn);
  }

  function endTurn(): void {
    const isLong = performance.now() - begunMs > TURN_MS;
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
