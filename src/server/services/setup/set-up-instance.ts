import { sql } from 'drizzle-orm';
import { conflict } from '@/domain/errors';
import type { Transaction } from '@/server/db/client';
import { companies, instance, users } from '@/server/db/schema';
import { hashPassword } from '@/server/gateways/hashing';
import { isKeyCheckValue, keyCheckValue } from '@/server/gateways/secret-box';
import type { Context } from '../context';
import { createSamplePartitions, insertSample } from '../sample';

type Input = {
  secretKey: Buffer;
  /** During a rotation: the key that this database may still be under. */
  secretKeyPrevious: Buffer | null;
  /** The first admin, used if there is no user yet. */
  admin: { email: string; password: string };
  /** Whether an empty database gets the sample company. */
  wantsSample: boolean;
  publicUrl: string;
};

export type SetUp = {
  /** Null once the first admin has been deleted. */
  adminUserId: number | null;
  isAdminNew: boolean;
  isSampleNew: boolean;
};

const SET_UP_LOCK = 7305090;

/**
 * First-run set-up, harmless to repeat: notes which key the database is under, and makes the first admin
 * and the sample company where they are due. Several instances that start at once take turns.
 *
 * @throws ServiceError `conflict` when the database is under another secret key
 */
export async function setUpInstance({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<SetUp> {
  const isEmpty = await ctx.db.asSystem(
    async (tx) => (await hasNone(tx, users)) && (await hasNone(tx, companies)),
  );
  // Slow, or not for a transaction: done ahead, for nothing if another instance was faster.
  const passwordHash = isEmpty ? await hashPassword(input.admin.password) : null;
  const makesSample = isEmpty && input.wantsSample;
  if (makesSample) await createSamplePartitions(ctx);

  return ctx.db.asSystem(async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`);
    const known = await readInstance(tx, input);
    let adminUserId = known.adminUserId;
    const isAdminNew = passwordHash !== null && (await hasNone(tx, users));
    if (isAdminNew) {
      const [admin] = await tx
        .insert(users)
        .values({ email: input.admin.email, passwordHash })
        .returning({ id: users.id });
      adminUserId = admin?.id ?? null;
      await tx.update(instance).set({ adminUserId });
    }
    const isSampleNew =
      makesSample && known.sampleMadeAt === null && (await hasNone(tx, companies));
    if (isSampleNew) {
      await insertSample({ ctx, tx, input: { adminUserId, publicUrl: input.publicUrl } });
      await tx.update(instance).set({ sampleMadeAt: sql`now()` });
    }
    return { adminUserId, isAdminNew, isSampleNew };
  });
}

/** The installation's row, written now if this is the first start. */
async function readInstance(tx: Transaction, { secretKey, secretKeyPrevious }: Input) {
  await tx
    .insert(instance)
    .values({ keyCheck: keyCheckValue(secretKey) })
    .onConflictDoNothing();
  const [row] = await tx.select().from(instance);
  if (row === undefined) throw new Error('the row of gancho.instance is not readable');
  const keys = [secretKey, ...(secretKeyPrevious ? [secretKeyPrevious] : [])];
  if (!keys.some((key) => isKeyCheckValue(key, row.keyCheck))) {
    throw conflict(
      'GANCHO_SECRET_KEY is not the key that this database was set up with: put that key back (secrets in the database can be read with no other), or use another database.',
    );
  }
  return row;
}

async function hasNone(tx: Transaction, table: typeof users | typeof companies): Promise<boolean> {
  return (await tx.select({ id: table.id }).from(table).limit(1)).length === 0;
}
