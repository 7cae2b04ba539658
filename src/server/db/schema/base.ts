import { bigint, pgSchema, timestamp } from 'drizzle-orm/pg-core';

/** All tables live in a schema of their own, beside whatever else the database holds. */
export const gancho = pgSchema('gancho');

export const id = (name = 'id') => bigint(name, { mode: 'number' });
export const identity = () => id().primaryKey().generatedAlwaysAsIdentity();
export const time = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
export const createdAt = () => time('created_at').notNull().defaultNow();
