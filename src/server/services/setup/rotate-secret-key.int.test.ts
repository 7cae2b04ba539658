import { randomBytes } from 'node:crypto';
import { createWorld, insertCompany, insertHook, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hookSecrets, hooks } from '@/server/db/schema';
import { createSecretBox } from '@/server/gateways/secret-box';
import { createClient } from '../api-clients';
import type { Context } from '../context';
import { headerColumns } from '../hooks/hook-headers';
import { openHeaders, openSigningSecret } from '../hooks/hook-secrets';
import { claimKey, keepAnswer } from '../idempotency';
import { requireSecretKey, rotateSecretKey, setUpInstance } from '.';

const database = useDatabase();
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)];
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
  world.services.secretBox = createSecretBox({ currentKey: oldKey });
});
afterAll(() => world.db.close());

/** Creates a client of the company that sends keys. */
async function aClient(companyId: number) {
  const { ctx, services } = world;
  const { id } = await createClient({ ctx, input: { companyId, name: 'Integration' } });
  const actor = {
    kind: 'client' as const,
    apiClientId: id,
    companyId,
    projectIds: null,
    scopes: [],
  };
  return { ...services, actor };
}

it('encrypts everything under the new key, after which the old one is refused', async () => {
  const setUp = { secretKey: oldKey, secretKeyPrevious: null, wantsSample: false };
  const admin = { email: 'admin@example.com', password: 'correct horse' };
  const ctx: Context = { ...world.services, actor: { kind: 'operator' } };
  await setUpInstance({ ctx, input: { ...setUp, admin, publicUrl: 'http://127.0.0.1:3000' } });
  const { companyId } = await insertCompany(world);
  const destinationUrl = 'https://example.com/';
  const hook = await insertHook(world, { companyId, destinationUrl });
  const owner = { companyId, id: hook.hookId, destinationUrl };
  const setBy = { kind: 'operator' as const, id: null };
  const header = { name: 'Authorization', value: 'Bearer x', isPublic: false, setBy };
  await world.db.asSystem((tx) => tx.update(hooks).set(headerColumns(ctx, owner, [header])));

  const answered = { key: 'one', answer: { status: 201, body: '{"signing_secret":"whsec_x"}' } };
  const request = { key: 'one', fingerprint: 'f' };
  const asClient = await aClient(companyId);
  await claimKey({ ctx: asClient, input: request });
  await keepAnswer({ ctx: asClient, input: answered });

  const both = createSecretBox({ currentKey: newKey, previousKey: oldKey });
  const rotate = () =>
    rotateSecretKey({ ctx: { ...ctx, secretBox: both }, input: { secretKey: newKey } });
  expect(await rotate()).toEqual({ headers: 1, signingSecrets: 1, answers: 1 });
  expect(await rotate()).toEqual({ headers: 0, signingSecrets: 0, answers: 0 });

  const alone = createSecretBox({ currentKey: newKey });
  const [row] = await world.db.asSystem((tx) =>
    tx
      .select({ headers: hooks.headersSealed, secret: hookSecrets.secretSealed })
      .from(hooks)
      .innerJoin(hookSecrets, eq(hookSecrets.hookId, hooks.id)),
  );
  expect(openHeaders(alone, owner, row?.headers ?? '')).toEqual({ Authorization: 'Bearer x' });
  expect(openSigningSecret(alone, owner, row?.secret ?? '')).toBe(hook.secret);
  const again = claimKey({ ctx: { ...asClient, secretBox: alone }, input: request });
  await expect(again).resolves.toEqual(answered.answer);
  const check = (secretKey: Buffer) =>
    requireSecretKey({ ctx, input: { secretKey, secretKeyPrevious: null } });
  await expect(check(oldKey)).rejects.toMatchObject({ code: 'conflict' });
  await expect(check(newKey)).resolves.toBeUndefined();
});

it('drops an answer that neither key opens, so that its request can be made again', async () => {
  const { companyId } = await insertCompany(world);
  const request = { key: 'two', fingerprint: 'f' };
  const asClient = await aClient(companyId);
  const lost = createSecretBox({ currentKey: randomBytes(32) });
  await claimKey({ ctx: asClient, input: request });
  const answer = { status: 201, body: '{}' };
  await keepAnswer({ ctx: { ...asClient, secretBox: lost }, input: { key: 'two', answer } });
  const secretBox = createSecretBox({ currentKey: newKey, previousKey: oldKey });
  await rotateSecretKey({ ctx: { ...world.ctx, secretBox }, input: { secretKey: newKey } });
  await expect(claimKey({ ctx: asClient, input: request })).resolves.toBeNull();
});

it('is for operators only', async () => {
  const actor = { kind: 'user', userId: 1, roles: [] } as const;
  const refused = rotateSecretKey({ ctx: { ...world.ctx, actor }, input: { secretKey: newKey } });
  await expect(refused).rejects.toMatchObject({ code: 'forbidden' });
});
