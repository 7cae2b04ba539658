const TOKEN = /"(?:[^"\\]|\\.)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const INDENT = '  ';
/** Deeper ones would be indented by more than they hold. */
const DEPTH_MAX = 100;

/** Laid out with an indent; null for what is no JSON object or list. */
export function prettyJson(text: string): string | null {
  if (!/^\s*[[{]/.test(text)) return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  return layOutJson(text);
}

/** Of a JSON text: every value as it is written, since to print what was parsed would round numbers and lose keys. */
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
