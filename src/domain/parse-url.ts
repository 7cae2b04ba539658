/**
 * Null for a text that is not a URL. `URL.canParse` does not work here: Node.js 20 compiles it after some thousand
 * calls, and then it refuses every URL with a letter such as ã.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
