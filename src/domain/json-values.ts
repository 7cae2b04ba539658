/** The longest valid input is a list of 500 triggers. */
export const JSON_VALUES_MAX = 5_000;

/** Whether a parsed JSON text holds more values than any input needs. A schema would report a problem for each. */
export function hasTooManyValues(value: unknown): boolean {
  return left(value, JSON_VALUES_MAX) < 0;
}

/** The number of values that may still follow; negative if there are too many. */
function left(value: unknown, max: number): number {
  let rest = max - 1;
  if (typeof value !== 'object' || value === null) return rest;
  for (const key in value) {
    if (rest < 0) return rest;
    rest = left((value as Record<string, unknown>)[key], rest);
  }
  return rest;
}
