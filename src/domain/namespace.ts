/** The namespace of a hook for which the older interface sends none. */
export const DEFAULT_NAMESPACE = 'procore';

const NAMESPACE_LENGTH_MAX = 100;

/**
 * The documentation allows lowercase letters, digits and dashes. Dots and underscores are also accepted, because
 * connectors that cannot be changed send them (`punch_items.update`).
 */
const NAMESPACE = /^[a-z0-9][a-z0-9._-]*$/;

export function isNamespace(value: string): boolean {
  return value.length <= NAMESPACE_LENGTH_MAX && NAMESPACE.test(value);
}
