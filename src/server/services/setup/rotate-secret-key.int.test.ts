import { randomBytes } from 'node:crypto';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hookSecrets, hooks } from '@/server/db/schema';
import { createSecretBox } from '@/server/gateways/secret-box';
import type { Context } from '../context';
import { openHeaders, openSigningSecret, sealHeaders } from '../hooks/hook-secrets';
import { requireSecretKey, rotateSecretKey, setUpInstance } from '.';

const database = useDatabase();
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
  world.services.secretBox = createSecretBox({ currentKey: oldKey });
});
afterAll(() => world.db.close());

it('seals everything under the new key, after which the old one is refused', async () => {
  const setUp = { secretKey: oldKey, secretKeyPrevious: null, wantsSample: false };
  const admin = { email: 'admin@example.com', password: 'correct horse' };
  const ctx: Context = { ...world.services, actor: { kind: 'operator' } };
  await setUpInstance({ ctx, input: { ...setUp, admin, publicUrl: 'http://127.0.0.1:3000' } });
  const { companyId } = await insertCompany(world);
  const hook = await insertHook(world, {
    companyId,
    destinationUrl: 'https://example.com/',
    headersSealed: sealHeaders(world.services.secretBox, companyId, { Authorization: 'Bearer x' }),
    headersMasked: { Authorization: '***x' },
  });

  const both = createSecretBox({ currentKey: newKey, previousKey: oldKey });
  const rotate = () =>
    rotateSecretKey({ ctx: { ...ctx, secretBox: both }, input: { secretKey: newKey } });
  expect(await rotate()).toEqual({ headers: 1, signingSecrets: 1 });
  expect(await rotate()).toEqual({ headers: 0, signingSecrets: 0 });

  const alone = createSecretBox({ currentKey: newKey });
  const [row] = await world.db.asSystem((tx) =>
    tx
      .select({ headers: hooks.headersSealed, secret: hookSecrets.secretSealed })
      .from(hooks)
      .innerJoin(hookSecrets, eq(hookSecrets.hookId, hooks.id)),
  );
  expect(openHeaders(alone, companyId, row?.headers ?? '')).toEqual({ Authorization: 'Bearer x' });
  expect(openSigningSecret(alone, companyId, row?.secret ?? '')).toBe(hook.secret);
  const check = (secretKey: Buffer) =>
    requireSecretKey({ ctx, input: { secretKey, secretKeyPrevious: null } });
  await expect(check(oldKey)).rejects.toMatchObject({ code: 'conflict' });
  await expect(check(newKey)).resolves.toBeUndefined();
});

it('is for operators only', async () => {
  const actor = { kind: 'user', userId: 1, roles: [] } as const;
  const refused = rotateSecretKey({ ctx: { ...world.ctx, actor }, input: { secretKey: newKey } });
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
});
