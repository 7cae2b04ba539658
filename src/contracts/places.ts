import { z } from 'zod';
import { place } from './place';

/** What one answer holds; more is reached by searching. */
export const PLACES_FOUND_MAX = 50;
const RECENT_MAX = 5;

export const searchPlacesInput = z.object({
  /** Words that the names of company and project together have, in any order; all places if empty. */
  query: z.string().max(200).default(''),
  /** Where one was last, the latest first: these come first. */
  recent: z.array(place).max(RECENT_MAX).default([]),
});
export type SearchPlacesInput = z.infer<typeof searchPlacesInput>;

const foundPlace = place.extend({
  companyName: z.string(),
  /** Null for the company's own level. */
  projectName: z.string().nullable(),
  isRecent: z.boolean(),
});
export const foundPlaces = z.object({ items: z.array(foundPlace), hasMore: z.boolean() });
export type FoundPlace = z.infer<typeof foundPlace>;
export type FoundPlaces = z.infer<typeof foundPlaces>;
