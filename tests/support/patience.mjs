/** The longest wait for something that must come. Only a failing test waits this long. */
export const PATIENCE_MS = 60_000;

/** The time of the sample of work on two quiet cores. */
const SAMPLE_MS = 4;
const SAMPLES = 5;
const ROWS = Array.from({ length: 4_000 }, (_, id) => ({
  id,
  name: `row ${id}`,
  values: [id, `${id}`],
}));

/**
 * A time limit of the product for this machine as it is now: longer than `limitMs` by the factor by which a sample of work
 * takes longer than on two quiet cores.
 * @param {number} limitMs
 */
export function forThisMachine(limitMs) {
  const times = Array.from({ length: SAMPLES }, sampleMs).sort((a, b) => a - b);
  return limitMs * Math.max(1, (times[SAMPLES >> 1] ?? 0) / SAMPLE_MS);
}

function sampleMs() {
  const begin = performance.now();
  JSON.parse(JSON.stringify(ROWS));
  return performance.now() - begin;
}
