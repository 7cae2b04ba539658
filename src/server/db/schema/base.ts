import { sql } from 'drizzle-orm';
import { bigint, customType, pgSchema } from 'drizzle-orm/pg-core';

/** All tables have their own schema, separate from the other content of the database. */
export const gancho = pgSchema('gancho');

export const id = (name = 'id') => bigint(name, { mode: 'number' });
export const identity = () => id().primaryKey().generatedAlwaysAsIdentity();

const EARLIEST = new Date('0001-01-01T00:00:00Z');
const LATEST = new Date('9999-12-31T23:59:59.999Z');

/** A damaged row can have a time that no Date or format can express. It is read as the nearest one that can. */
export function readTime(written: string): Date {
  if (written.startsWith('-') || written.endsWith('BC')) return EARLIEST;
  const time = new Date(written);
  return time <= LATEST ? time : LATEST;
}

export const time = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  toDriver: (time) => time.toISOString(),
  fromDriver: readTime,
});
export const createdAt = () => time('created_at').notNull().default(sql`now()`);
