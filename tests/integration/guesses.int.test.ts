import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type Database } from '@/server/db/client';
import { users } from '@/server/db/schema';
import { hashPassword } from '@/server/gateways/hashing';
import { verifyPassword } from '@/server/services/accounts';

const database = useDatabase();
let ctx: { db: Database };

beforeAll(() => {
  ctx = { db: createDatabase({ url: database.url, max: 4, ownNowMs: Date.now }) };
});
afterAll(() => ctx.db.close());

async function createUser(email: string, password: string) {
  const passwordHash = await hashPassword(password, '');
  const [user] = await ctx.db.asSystem((tx) =>
    tx.insert(users).values({ email, passwordHash }).returning({ id: users.id }),
  );
  return { email, userId: user?.id };
}

test('the eleventh guess from one address is refused; the right password from another is not', async () => {
  const { email, userId } = await createUser('first@example.com', 'correct horse');
  const guess = (password: string, address: string | null) =>
    verifyPassword({ ctx, input: { email, password, address } });
  for (let n = 0; n < 10; n += 1) expect(await guess(`guess ${n}`, '192.0.2.1')).toBeNull();
  await expect(guess('correct horse', '192.0.2.1')).rejects.toMatchObject({ code: 'rate_limited' });
  expect(await guess('correct horse', '192.0.2.2')).toMatchObject({ userId });
});

test('guesses from everywhere at one account make it slow, and never refuse the right password', async () => {
  const { email, userId } = await createUser('second@example.com', 'correct horse');
  const guess = (password: string, address: string) =>
    verifyPassword({ ctx, input: { email, password, address } });
  for (let n = 0; n < 40; n += 1) expect(await guess('wrong', `198.51.100.${n}`)).toBeNull();
  const startedMs = performance.now();
  expect(await guess('correct horse', '203.0.113.1')).toMatchObject({ userId });
  expect(performance.now() - startedMs).toBeGreaterThan(900);
});

test('an address that guesses at many accounts is refused', async () => {
  const guess = (n: number) =>
    verifyPassword({
      ctx,
      input: { email: `nobody-${n}@example.com`, password: 'wrong', address: '192.0.2.77' },
    });
  for (let n = 0; n < 100; n += 1) expect(await guess(n)).toBeNull();
  await expect(guess(100)).rejects.toMatchObject({ code: 'rate_limited' });
});
