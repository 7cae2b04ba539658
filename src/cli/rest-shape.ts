/**
 * A service's answer as the REST API writes it: names in snake case, ids as strings, times in ISO 8601.
 * What stands under a header's name or in an event's payload is left as it is.
 */
export function restShape(value: unknown, key = ''): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number') return isIdKey(key) ? String(value) : value;
  if (Array.isArray(value)) return value.map((one) => restShape(one, key));
  if (typeof value !== 'object' || value === null || isForeign(key)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [snakeCase(name), restShape(one, name)]),
  );
}

function isIdKey(key: string): boolean {
  return key === 'id' || key.endsWith('Id');
}

function isForeign(key: string): boolean {
  return key === 'payload' || key === 'params' || key.endsWith('Headers');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
