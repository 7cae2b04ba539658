import { sql } from 'drizzle-orm';
import { invalidField } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { companies, instance, users } from '@/server/db/schema';
import { hashPassword } from '@/server/gateways/hashing';
import { isEasyToGuess } from '@/server/gateways/password-strength';
import { keyCheckValue } from '@/server/gateways/secret-box';
import type { Context } from '../context';
import { createSamplePartitions, insertSample } from '../sample';
import { checkKey } from './require-secret-key';

type Input = {
  secretKey: Buffer;
  /** During a rotation: the previous key, which this database may still use. */
  secretKeyPrevious: Buffer | null;
  /** The first admin, used if no user exists yet. */
  admin: { email: string; password: string };
  /** Whether an empty database gets the sample company. */
  wantsSample: boolean;
  publicUrl: string;
};

type SetUp = {
  /** Null after the first admin was deleted. */
  adminUserId: number | null;
  isAdminNew: boolean;
  isSampleNew: boolean;
};

const SET_UP_LOCK = 7305090;

/**
 * First-run set-up. It is safe to repeat: it notes the key of the database, and creates the first admin and the sample
 * company if they are due. Several instances that start at once take turns.
 *
 * @throws ServiceError `conflict` if the database is under another secret key, `invalid_input` for an admin's password
 * that is easy to guess
 */
export async function setUpInstance({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<SetUp> {
  const { hasUsers, hasCompanies } = await ctx.db.asSystem(async (tx) => ({
    hasUsers: !(await hasNone(tx, users)),
    hasCompanies: !(await hasNone(tx, companies)),
  }));
  // Slow, or not possible in a transaction, so done first. It is wasted if another instance was faster.
  const passwordHash = hasUsers ? null : await hashAdminPassword(input.admin);
  const makesSample = input.wantsSample && !hasUsers && !hasCompanies;
  if (makesSample) await createSamplePartitions(ctx);

  return ctx.db.asSystem(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`);
    const known = await readInstance(tx, input);
    let adminUserId = known.adminUserId;
    const isAdminNew = passwordHash !== null && (await hasNone(tx, users));
    if (isAdminNew) adminUserId = await insertAdmin(tx, input.admin.email, passwordHash);
    const isSampleNew =
      makesSample && known.sampleMadeAt === null && (await hasNone(tx, companies));
    if (isSampleNew) {
      await insertSample({ ctx, tx, input: { adminUserId, publicUrl: input.publicUrl } });
      await tx.update(instance).set({ sampleMadeAt: sql`now()` });
    }
    return { adminUserId, isAdminNew, isSampleNew };
  });
}

async function hashAdminPassword({ email, password }: Input['admin']): Promise<string> {
  if (isEasyToGuess(password, [email])) {
    throw invalidField(
      'GANCHO_ADMIN_PASSWORD',
      'common_password',
      'is among the first that are guessed: put several words, or remove it and one is made.',
    );
  }
  return hashPassword(password, '');
}

/** Companies may exist already, because an operator can create one without a started server. */
async function insertAdmin(tx: Transaction, email: string, passwordHash: string) {
  const [admin] = await tx
    .insert(users)
    .values({ email, passwordHash })
    .returning({ id: users.id });
  if (admin === undefined) throw new Error('the first admin was not inserted');
  await tx.update(instance).set({ adminUserId: admin.id });
  await tx.execute(sql`
    INSERT INTO gancho.memberships (company_id, user_id, role) SELECT c.id, ${admin.id}, 'admin' FROM gancho.companies c`);
  return admin.id;
}

/** The installation's row. It is written now if this is the first start. */
async function readInstance(tx: Transaction, { secretKey, secretKeyPrevious }: Input) {
  await tx
    .insert(instance)
    .values({ keyCheck: keyCheckValue(secretKey) })
    .onConflictDoNothing();
  const [row] = await tx.select().from(instance);
  if (row === undefined) throw new Error('the row of gancho.instance is not readable');
  checkKey(row.keyCheck, { secretKey, secretKeyPrevious });
  return row;
}

async function hasNone(tx: Transaction, table: typeof users | typeof companies): Promise<boolean> {
  return (await tx.select({ id: table.id }).from(table).limit(1)).length === 0;
}
