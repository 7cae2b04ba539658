import { boolean, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, gancho, id, identity, time } from './base';

/**
 * A person, shared between companies. The person's roles are in memberships. `email` is lower case and unique. Without
 * `passwordHash`, the person signs in only by link or single sign-on. The preferences are null until chosen, and the
 * browser's settings apply until then.
 */
export const users = gancho.table('users', {
  id: identity(),
  email: text().notNull(),
  name: text().notNull().default(''),
  passwordHash: text('password_hash'),
  language: text({ enum: ['en', 'pt-BR', 'es'] }),
  timeZone: text('time_zone'),
  theme: text({ enum: ['light', 'dark', 'system'] }),
  wantsMail: boolean('wants_mail').notNull().default(true),
  mailedAt: time('mailed_at'),
  disabledAt: time('disabled_at'),
  createdAt: createdAt(),
});

/** A role in a company (projectId null) or in one of its projects. One row per person and tenant. */
export const memberships = gancho.table('memberships', {
  id: identity(),
  companyId: id('company_id').notNull(),
  userId: id('user_id').notNull(),
  projectId: id('project_id'),
  role: text({ enum: ['admin', 'member', 'read_only'] }).notNull(),
  createdAt: createdAt(),
});

/** A one-time link. Only the hash of its token is stored. It can be used once, before `expiresAt`. */
export const signInLinks = gancho.table('sign_in_links', {
  tokenHash: text('token_hash').primaryKey(),
  userId: id('user_id').notNull(),
  expiresAt: time('expires_at').notNull(),
  usedAt: time('used_at'),
  createdAt: createdAt(),
});

/** The session of a signed-in person, until the sign-out or `expiresAt`. The signed cookie names it. */
export const sessions = gancho.table('sessions', {
  id: uuid().primaryKey().defaultRandom(),
  userId: id('user_id').notNull(),
  expiresAt: time('expires_at').notNull(),
  createdAt: createdAt(),
});
