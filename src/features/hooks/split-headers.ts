/** The one header that has a place of its own on screen, and the others; masked, as all are shown. */
export function splitHeaders(headers: Readonly<Record<string, string>>): {
  authorization: string | null;
  others: [name: string, value: string][];
} {
  const entries = Object.entries(headers);
  const isAuthorization = ([name]: [string, string]) => name.toLowerCase() === 'authorization';
  return {
    authorization: entries.find(isAuthorization)?.[1] ?? null,
    others: entries.filter((entry) => !isAuthorization(entry)),
  };
}
