import { bigint, pgSchema, timestamp } from 'drizzle-orm/pg-core';

/** All tables have their own schema, separate from the other content of the database. */
export const gancho = pgSchema('gancho');

export const id = (name = 'id') => bigint(name, { mode: 'number' });
export const identity = () => id().primaryKey().generatedAlwaysAsIdentity();
export const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const createdAt = () => time('created_at').notNull().defaultNow();
