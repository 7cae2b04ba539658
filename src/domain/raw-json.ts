/** JSON that stands in an answer as it is: to parse and print it would round its numbers and lose keys. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** Nobody can guess it and have a receiver answer it. */
const MARK = `raw:${crypto.randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}(\\d+)"`, 'g');

export function toJson(body: unknown): string {
  const texts: string[] = [];
  const marked = JSON.stringify(body, (_key, value: unknown) =>
    value instanceof RawJson ? `${MARK}${texts.push(value.text) - 1}` : value,
  );
  return texts.length === 0 ? marked : marked.replace(MARKED, (_all, n) => texts[Number(n)] ?? '');
}
