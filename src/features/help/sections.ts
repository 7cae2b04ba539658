import type { Guide } from './content/guide';

/** In the order of the page. Screens link to these ids, which are the same in every language. */
export const GUIDE_SECTIONS = [
  ['purpose', 'what-for'],
  ['before', 'before-you-begin'],
  ['create', 'create-a-hook'],
  ['select', 'select-events'],
  ['formats', 'payload-formats'],
  ['verify', 'verify'],
  ['events', 'read-events'],
  ['statuses', 'statuses'],
  ['statistics', 'statistics'],
  ['actions', 'actions'],
  ['retries', 'order-and-retries'],
  ['remove', 'delete-a-hook'],
  ['seeAlso', 'see-also'],
] as const satisfies readonly (readonly [keyof Guide, string])[];

export type SectionKey = (typeof GUIDE_SECTIONS)[number][0];
