import { distance } from 'fastest-levenshtein';

/** Names that differ by more than a third of their letters are not meant. */
const DIFFERENT = 1 / 3;
const LENGTH_MAX = 100;

/** The one of these names that was probably meant, whatever its case; null if none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > LENGTH_MAX) return null;
  const given = name.toLowerCase();
  let best: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const limit = Math.max(1, Math.floor(candidate.length * DIFFERENT));
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const changes = distance(given, candidate.toLowerCase());
    if (changes > limit || changes >= fewest) continue;
    best = candidate;
    fewest = changes;
  }
  return best;
}
