/** What a hook gets where the older interface lets the namespace out. */
export const DEFAULT_NAMESPACE = 'procore';

const NAMESPACE_LENGTH_MAX = 100;

/**
 * Documented are lowercase letters, digits and dashes; dots and underscores are taken too, since
 * connectors that cannot be changed send them (`punch_items.update`).
 */
const NAMESPACE = /^[a-z0-9][a-z0-9._-]*$/;

export function isNamespace(value: string): boolean {
  return value.length <= NAMESPACE_LENGTH_MAX && NAMESPACE.test(value);
}
