type Page<Item> = { items: readonly Item[]; next: number | null };

/** All items of a list that comes in pages, one page after the other. */
export async function everyPage<Item>(
  load: (cursor: number | null) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: number | null = null;
  do {
    const page: Page<Item> = await load(cursor);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
}
