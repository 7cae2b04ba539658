import type { Runner } from '@/server/db/statement';

/** `a = 1, b = 2`, for the SET of an update. */
export const assignments = (sql: Runner, values: Record<string, string | number | null>) =>
  Object.entries(values)
    .map(([column, value]) => sql`${sql(column)} = ${value}`)
    .reduce((all, one) => sql`${all}, ${one}`);
