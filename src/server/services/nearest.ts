import { distance } from 'fastest-levenshtein';

/** Names that differ by more than a third of their letters are not suggested. */
const DIFFERENT = 1 / 3;
const LENGTH_MAX = 100;

/** The name that was probably meant, ignoring case. Null if none is similar. */
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
