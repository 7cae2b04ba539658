const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const INDENT = '  ';
/** A deeper text would have more indent than content. */
const DEPTH_MAX = 100;

/** The text with an indent; null if it is not a JSON object or list. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return layOutJson(text);
}

/** Formats a JSON text with every value as written, because parsing and printing would round numbers and lose keys. */
export function layOutJson(text: string): string {
  let out = '';
  let depth = 0;
  let isEmpty = false;
  const newLine = () => `\n${INDENT.repeat(depth)}`;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '}' || token === ']') {
      depth -= 1;
      out += isEmpty ? token : newLine() + token;
      isEmpty = false;
      continue;
    }
    if (isEmpty) out += newLine();
    isEmpty = token === '{' || token === '[';
    if (isEmpty) depth += 1;
    if (depth > DEPTH_MAX) return text;
    out += token === ':' ? ': ' : token;
    if (token === ',') out += newLine();
  }
  return out;
}
