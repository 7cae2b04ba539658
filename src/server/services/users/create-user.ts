import { and, eq, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { conflict, invalidField } from '@/domain/errors';
import { DAY_SECONDS } from '@/domain/units';
import type { Transaction } from '@/server/db/client';
import { memberships, users } from '@/server/db/schema';
import { createSignInLink } from '../accounts';
import type { Role } from '../actor';
import type { Context } from '../context';
import { requireTenant } from '../hooks/require-tenant';
import { requireOperator } from '../operator';
import { recordAudit } from '../record-audit';

type Input = { email: string; role: Role; companyId: number; projectId: number | null };

const INVITATION_TTL_SECONDS = DAY_SECONDS;

/**
 * Gives a person a role in a company or one of its projects. A new person is created without a password. `token` is for
 * a one-time sign-in link, valid for a day.
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
    await requireTenant(tx, { companyId, projectId });
    const found = await findOrInsert(tx, email);
    const added = await tx
      .insert(memberships)
      .values({ companyId, projectId, userId: found.id, role })
      .onConflictDoNothing()
      .returning({ id: memberships.id });
    if (added.length === 0) throw conflict(`${email} has a role here already.`);
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId },
      action: 'user.create',
      subjectId: found.id,
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
