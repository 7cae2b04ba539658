/**
 * Null for a text that is not a URL. `URL.canParse` cannot decide this: on Node.js 20 it refuses every URL with a letter
 * such as ã once it has run some thousand times and is compiled.
 */
export function parseUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
