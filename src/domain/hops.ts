/** Says on a delivery how many led to it, itself included; whoever publishes in answer passes it on. */
export const HOPS_HEADER = 'webhook-hops';

/** What a publisher passed on; 0 where nothing was, null for what is no count. */
export function readHops(text: string | undefined): number | null {
  if (text === undefined) return 0;
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
