type Line<Item> = { items: Item[]; weight: number };

/** A queue whose keys take turns: a key with many items waits behind its own. */
export class TurnQueue<Item> {
  /** The sum of all items' weights. */
  weight = 0;
  private readonly lines = new Map<string, Line<Item>>();

  /** @param weightOf the item's share of a bound, for example its bytes; it never changes */
  constructor(private readonly weightOf: (item: Item) => number = () => 1) {}

  add(key: string, item: Item): void {
    const line = this.lines.get(key) ?? { items: [], weight: 0 };
    line.items.push(item);
    this.lines.set(key, line);
    this.weigh(line, this.weightOf(item));
  }

  /** The item whose turn comes next. It stays in the queue. */
  get first(): Item | undefined {
    for (const { items } of this.lines.values()) return items[0];
    return undefined;
  }

  /** Takes the first item out. Its key goes to the end. Keys that may not go keep their place. */
  take(mayGo: (key: string) => boolean = () => true): Item | undefined {
    for (const [key, line] of this.lines) {
      const [item] = line.items;
      if (item === undefined || !mayGo(key)) continue;
      this.remove(key, item);
      if (this.lines.delete(key)) this.lines.set(key, line);
      return item;
    }
    return undefined;
  }

  /** Takes out the newest item of the key with the largest weight, so that others do not pay for that key. */
  dropNewest(): Item | undefined {
    let heaviest: [key: string, line: Line<Item>] | undefined;
    for (const entry of this.lines)
      if (!heaviest || entry[1].weight >= heaviest[1].weight) heaviest = entry;
    if (heaviest === undefined) return undefined;
    const [key, { items }] = heaviest;
    const item = items.at(-1);
    if (item !== undefined) this.remove(key, item);
    return item;
  }

  /** Does nothing if the item has left the queue. */
  remove(key: string, item: Item): void {
    const line = this.lines.get(key);
    const at = line?.items.lastIndexOf(item) ?? -1;
    if (line === undefined || at === -1) return;
    line.items.splice(at, 1);
    if (line.items.length === 0) this.lines.delete(key);
    this.weigh(line, -this.weightOf(item));
  }

  private weigh(line: Line<Item>, by: number): void {
    line.weight += by;
    this.weight += by;
  }
}
