/** Hooks whose name or endpoint contains the words, whatever their case. */
export function searchHooks<Hook extends { name: string; destinationUrl: string }>(
  hooks: readonly Hook[],
  query: string,
): Hook[] {
  const wanted = query.trim().toLowerCase();
  return hooks.filter(
    ({ name, destinationUrl }) =>
      name.toLowerCase().includes(wanted) || destinationUrl.toLowerCase().includes(wanted),
  );
}
