/** JSON text that goes into an answer unchanged, because parsing and printing would round its numbers and lose keys. */
export class RawJson {
  constructor(readonly text: string) {}
}

/** Random, so that nobody can guess it and put it into a receiver's answer. */
const MARK = `raw:${crypto.randomUUID()}:`;
const MARKED = new RegExp(`"${MARK}(\\d+)"`, 'g');

export function toJson(body: unknown): string {
  const texts: string[] = [];
  const marked = JSON.stringify(body, (_key, value: unknown) =>
    value instanceof RawJson ? `${MARK}${texts.push(value.text) - 1}` : value,
  );
  return texts.length === 0 ? marked : marked.replace(MARKED, (_all, n) => texts[Number(n)] ?? '');
}
