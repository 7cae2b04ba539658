import { auditRowsOf, CALLERS, type Caller, openScene, type Scene } from '@tests/access/callers';
import { type Answer, classOf, type Level, PROCEDURES } from '@tests/access/procedures';
import { aDelivery, aHook, aRotatedClient, aTrigger, type Tenant } from '@tests/access/things';
import { createWorld, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { TRPCError } from '@trpc/server';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companies } from '@/server/db/schema';
import type { Actor } from '@/server/services/actor';
import { createCaller } from './root';

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

const NOT_THERE = 8_000_000_000;

/** The result of a call; for an error, everything that its caller sees of it. */
async function outcome(actor: Actor | null, name: string, input: unknown) {
  const caller: unknown = createCaller({ ...world.services, actor });
  const call = name
    .split('.')
    .reduce((at, key) => (at as Record<string, unknown>)[key], caller) as (
    input: unknown,
  ) => Promise<unknown>;
  try {
    await call(input);
    return { answer: 'ok', message: '' };
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return { answer: error.code, message: error.message };
  }
}

const tenantOf = ({ companyId, projectId }: Scene, level: Level): Tenant => ({
  companyId,
  projectId: level === 'company' ? null : projectId,
});

/** Calls the refused callers first, to show that they change nothing. */
const refusedFirst = (answers: Record<Caller, Answer>) =>
  (Object.entries(answers) as [Caller, Answer][]).sort(
    ([, left], [, right]) => Number(left === 'ok') - Number(right === 'ok'),
  );

describe.each(Object.entries(PROCEDURES))('%s', (name, { class: kind, input }) => {
  const { scope, answers } = classOf(kind);
  const levels = Object.entries(answers) as [Level, Record<Caller, Answer>][];

  it.each(levels)(`of a %s answers each caller as "${kind}" does`, async (level, expected) => {
    const scene = await openScene(world);
    const tenant = tenantOf(scene, level);
    if (name.startsWith('sample.')) await markAsSample(scene);
    const actual: Record<string, string> = {};
    for (const [caller, answer] of refusedFirst(expected)) {
      const actor = await CALLERS[caller](scene, scope);
      const before = answer === 'ok' ? null : await auditRowsOf(scene);
      const given = await input?.(world, tenant);
      const made = before === null ? 0 : (await auditRowsOf(scene)) - before;
      const { answer: got, message } = await outcome(actor, name, given);
      actual[caller] = got;
      if (before !== null) expect(await auditRowsOf(scene), caller).toBe(before + made);
      if (got !== 'NOT_FOUND' || given === undefined) continue;
      const nowhere = { ...given, ...withoutTenant(tenant), ...eventsNowhere(given) };
      expect(await outcome(actor, name, nowhere), caller).toEqual({ answer: got, message });
    }
    expect(actual).toEqual(expected);
  });
});

const withoutTenant = (tenant: Tenant) => ({
  companyId: NOT_THERE,
  projectId: tenant.projectId === null ? null : NOT_THERE,
});

function eventsNowhere(given: object) {
  if (!('events' in given)) return {};
  const { project_id, ...event } = given.events as { project_id: number | null };
  return { events: { ...event, project_id: project_id === null ? null : NOT_THERE } };
}

async function markAsSample({ companyId }: Scene) {
  await world.db.asSystem((tx) =>
    tx.update(companies).set({ isSample: true }).where(eq(companies.id, companyId)),
  );
}

/** The input with another id in this field. */
function put(given: object, field: string, id: number): object {
  if (field === 'triggerIds') return { ...given, triggerIds: [id] };
  if ('events' in given && field === 'events') {
    return { ...given, events: { ...(given.events as object), project_id: id } };
  }
  return { ...given, [field]: id };
}

describe('other tenants’ ids', () => {
  /** Other tenants' ids, and one id that nobody has, for each id of the input. */
  const ids: Record<string, (scene: Scene) => Promise<number>> = {
    companyId: async ({ elsewhere }) => elsewhere.companyId,
    projectId: async ({ elsewhere }) => elsewhere.projectId,
    hookId: async ({ elsewhere }) => (await aHook(world, elsewhere)).hookId,
    'hookId of the next project': async ({ companyId, otherProjectId: projectId }) =>
      (await aHook(world, { companyId, projectId })).hookId,
    deliveryId: async ({ elsewhere }) => (await aDelivery(world, elsewhere)).deliveryId,
    'deliveryId of the next project': async ({ companyId, otherProjectId: projectId }) =>
      (await aDelivery(world, { companyId, projectId })).deliveryId,
    triggerIds: async ({ elsewhere }) => (await aTrigger(world, elsewhere)).triggerId,
    apiClientId: async ({ elsewhere }) => (await aRotatedClient(world, elsewhere)).apiClientId,
    events: async ({ elsewhere }) => elsewhere.projectId,
  };
  const withInput = Object.entries(PROCEDURES).filter(([, { input }]) => input !== undefined);

  it.each(withInput)(
    '%s answers as for ids that do not exist',
    async (name, { class: kind, input }) => {
      const scene = await openScene(world);
      const actor = await CALLERS.companyAdmin(scene, classOf(kind).scope);
      for (const [title, idOf] of Object.entries(ids)) {
        const [field = ''] = title.split(' ');
        const call = async (id: number) => {
          const given = await input?.(world, tenantOf(scene, 'project'));
          if (given === undefined || !(field in given)) return null;
          const { answer, message } = await outcome(actor, name, put(given, field, id));
          return { answer, message: message.replaceAll(String(id), 'id') };
        };
        const nobodys = await call(NOT_THERE + (field === 'deliveryId' ? await idOf(scene) : 0));
        expect(await call(await idOf(scene)), title).toEqual(nobodys);
      }
    },
  );

  it('are not changed', async () => {
    const scene = await openScene(world);
    const actor = await CALLERS.companyAdmin(scene, null);
    const own = await aHook(world, tenantOf(scene, 'project'));
    const theirs = await aTrigger(world, scene.elsewhere);
    await outcome(actor, 'triggers.removeMany', { ...own, triggerIds: [theirs.triggerId] });
    const theirAdmin = await CALLERS.otherCompanyAdmin(scene, null);
    const { items } = await createCaller({ ...world.services, actor: theirAdmin }).triggers.list(
      theirs,
    );
    expect(items.map(({ id }) => id)).toEqual([theirs.triggerId]);
  });

  it('a sample company without access is like one that does not exist', async () => {
    const scene = await openScene(world);
    const actor = await CALLERS.otherCompanyAdmin(scene, null);
    const none = await outcome(actor, 'sample.remove', undefined);
    await markAsSample(scene);
    expect(await outcome(actor, 'sample.remove', undefined)).toEqual(none);
    expect(none.answer).toBe('NOT_FOUND');
  });
});
