const LATEST = 20;

/** The input of the list. Page and prefetch must use the same. The list of a tenant has the jobs of its hooks too. */
export const redeliveriesInput = (hookId: number | null) => ({
  hookId,
  limit: hookId === null ? LATEST : 1,
});
