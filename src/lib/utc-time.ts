/** `2026/03/17 - 19:27:05 UTC`: the format of the events table, the same in every language. */
export function formatUtc(date: Date): string {
  const [day = '', time = ''] = date.toISOString().split('T');
  return `${day.replaceAll('-', '/')} - ${time.slice(0, 8)} UTC`;
}
