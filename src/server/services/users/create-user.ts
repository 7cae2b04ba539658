import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { conflict, invalidField, notFound } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { auditLog, companies, memberships, projects, users } from '@/server/db/schema';
import { createSignInLink } from '../accounts';
import { auditColumns, type Role } from '../actor';
import type { Context } from '../context';
import { requireOperator } from '../operator';

type Input = { email: string; role: Role; companyId: number; projectId: number | null };

export const INVITATION_TTL_SECONDS = 24 * 3600;

/**
 * Gives a person a role in a company or one of its projects; a person who is new is created, without a
 * password. `token` is that of a one-time sign-in link, good for a day.
 */
export async function createUser({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<{ id: number; email: string; token: string }> {
  requireOperator(ctx.actor);
  const { companyId, projectId, role } = input;
  const email = parseEmail(input.email);
  const user = await ctx.db.asSystem(async (tx) => {
    await requirePlace(tx, companyId, projectId);
    const found = await findOrInsert(tx, email);
    const added = await tx
      .insert(memberships)
      .values({ companyId, projectId, userId: found.id, role })
      .onConflictDoNothing()
      .returning({ id: memberships.id });
    if (added.length === 0) throw conflict(`${email} has a role here already.`);
    await tx.insert(auditLog).values({
      companyId,
      projectId,
      ...auditColumns(ctx.actor),
      action: 'user.create',
      subjectId: String(found.id),
      details: { email, role },
    });
    return found;
  });
  const link = { userId: user.id, ttlSeconds: INVITATION_TTL_SECONDS };
  const { token } = await createSignInLink({ ctx, input: link });
  return { ...user, token };
}

export function parseEmail(value: string): string {
  const parsed = z.email().max(320).safeParse(value.trim().toLowerCase());
  if (parsed.success) return parsed.data;
  throw invalidField('email', 'invalid_email', `"${value}" is not an e-mail address.`);
}

async function requirePlace(tx: Transaction, companyId: number, projectId: number | null) {
  const company = await tx
    .select({ id: companies.id })
    .from(companies)
    .where(eq(companies.id, companyId));
  if (company.length === 0) throw notFound(`Company ${companyId}`);
  if (projectId === null) return;
  const project = await tx
    .select({ id: projects.id })
    .from(projects)
    .where(and(eq(projects.companyId, companyId), eq(projects.id, projectId)));
  if (project.length === 0) throw notFound(`Project ${projectId} of company ${companyId}`);
}

async function findOrInsert(tx: Transaction, email: string) {
  const columns = { id: users.id, email: users.email };
  await tx.insert(users).values({ email }).onConflictDoNothing();
  const [user] = await tx
    .select(columns)
    .from(users)
    .where(and(eq(users.email, email), isNull(users.disabledAt)));
  if (user === undefined) throw conflict(`${email} is disabled.`);
  return user;
}
