import { BUILT_IN_RESOURCES } from '@/domain/catalogue/built-in-resources';
import { nearest } from '../nearest';

/**
 * The reason why a resource is refused, with the one that was probably meant. `own`: the names that the company has
 * added.
 */
export function unknownResource(name: string, own: readonly string[] = []): string {
  const known = BUILT_IN_RESOURCES.map((resource) => resource.name as string);
  const meant = nearest(name, [...known, ...own]);
  const hint = meant === null ? 'see GET .../webhooks/resources.' : `did you mean ${meant}?`;
  return `"${name}" is not a resource of this company: ${hint}`;
}
