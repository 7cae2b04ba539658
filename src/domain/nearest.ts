/** Names that differ by more than a third of their letters are not meant. */
const DIFFERENT = 1 / 3;
const LENGTH_MAX = 100;

/** The one of these names that was probably meant, whatever its case; null if none is near. */
export function nearest(name: string, known: readonly string[]): string | null {
  if (name.length > LENGTH_MAX) return null;
  const given = name.toLowerCase();
  let best: string | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const limit = Math.max(1, Math.floor(candidate.length * DIFFERENT));
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = distanceOf(given, candidate.toLowerCase());
    if (distance > limit || distance >= bestDistance) continue;
    best = candidate;
    bestDistance = distance;
  }
  return best;
}

/** Levenshtein's: letters to insert, to drop or to replace. */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, i) => i);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
