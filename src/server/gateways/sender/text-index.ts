/** The bits of the table. */
const TABLE_LENGTH = 4096;
/** Two bits a character, so that a beginning of six fills the table and older characters have left the hash. */
const HASH_SHIFT = 2;

const hashed = (hash: number, code: number) => ((hash << HASH_SHIFT) ^ code) & (TABLE_LENGTH - 1);

/** The characters that may still be compared. Below zero, they did not suffice. */
export type Effort = { left: number };
/** The cost of a comparison, in characters. */
const EACH = 100;

type Entry<Key> = { text: string; key: Key };

/**
 * Finds any number of texts in one pass over another text, in a time that does not depend on their number: a table of
 * their beginnings excludes almost every position.
 */
export class TextIndex<Key> {
  private readonly table = new Uint8Array(TABLE_LENGTH / 8);
  private readonly byBeginning = new Map<string, Entry<Key>[]>();

  /** @param beginningLength the length of the shortest text, at least six */
  constructor(private readonly beginningLength: number) {}

  add(text: string, key: Key): void {
    const beginning = text.slice(0, this.beginningLength);
    const others = this.byBeginning.get(beginning);
    if (others) others.push({ text, key });
    else this.byBeginning.set(beginning, [{ text, key }]);
    let hash = 0;
    for (let at = 0; at < beginning.length; at += 1) hash = hashed(hash, beginning.charCodeAt(at));
    this.table[hash >> 3] = (this.table[hash >> 3] ?? 0) | (1 << (hash & 7));
  }

  /**
   * Adds the keys of the texts in `searched` to `found`, as long as the effort lasts.
   * @param isCut a beginning of a text at the end of `searched` counts as this text
   */
  search(searched: string, isCut: boolean, effort: Effort, found: Set<Key>): void {
    let hash = 0;
    for (let at = 0; at < searched.length; at += 1) {
      hash = hashed(hash, searched.charCodeAt(at));
      const from = at + 1 - this.beginningLength;
      if (from < 0 || ((this.table[hash >> 3] ?? 0) & (1 << (hash & 7))) === 0) continue;
      for (const { text, key } of this.byBeginning.get(searched.slice(from, at + 1)) ?? []) {
        if (found.has(key)) continue;
        effort.left -= text.length + EACH;
        if (effort.left < 0) return;
        const isAtEnd = isCut && searched.length - from < text.length;
        const isHere = isAtEnd
          ? text.startsWith(searched.slice(from))
          : searched.startsWith(text, from);
        if (isHere) found.add(key);
      }
    }
  }
}
