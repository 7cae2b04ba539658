import { isFields } from './reading';

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** What is no trigger at all becomes an empty one, so that it is refused by item and not as a whole. */
export function readChoice(item: unknown): { resourceName: string; eventType: string } {
  const fields = isFields(item) ? item : {};
  return {
    resourceName: text(fields.resource_name),
    // v4.0 calls it `reason`.
    eventType: text(fields.event_type ?? fields.reason),
  };
}
