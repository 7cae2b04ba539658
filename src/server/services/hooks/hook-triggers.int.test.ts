import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TRIGGERS_BULK_MAX } from '@/contracts/triggers';
import { createCaller } from '@/server/trpc/root';
import { listTriggers } from '../triggers';
import { createHook, deleteHook, getHook, listHooks, updateHook } from '.';

const database = useDatabase();
let world: World;
let tenant: { companyId: number; projectId: number };

beforeAll(() => {
  world = createWorld(database.url);
});
beforeEach(async () => {
  tenant = await insertCompany(world);
});
afterAll(() => world.db.close());

type Choice = [resourceName: string, eventType: string];
const choices = (given: Choice[]) =>
  given.map(([resourceName, eventType]) => ({ resourceName, eventType }));

const create = (given: Choice[], at: { companyId: number; projectId: number | null } = tenant) =>
  createHook({
    ctx: world.ctx,
    input: {
      ...at,
      payloadVersion: 'v4.0',
      destinationUrl: 'https://example.com/hooks',
      triggers: choices(given),
    },
  });
const update = (hookId: number, given: Choice[], changes: object = {}) =>
  updateHook({
    ctx: world.ctx,
    input: { ...tenant, hookId, ...changes, triggers: choices(given) },
  });
const selected = async (hookId: number) => {
  const { items } = await listTriggers({ ctx: world.ctx, input: { ...tenant, hookId } });
  return items.map(({ resourceName, eventType }) => `${resourceName}.${eventType}`).sort();
};
const audited = (hookId: number) =>
  asEngine(world.db, async (tx) => {
    const rows = await tx`
      SELECT action, details FROM gancho.audit_log
      WHERE company_id = ${tenant.companyId} AND subject_id = ${String(hookId)} ORDER BY id`;
    return rows.map(({ action, details }) => ({ action, details }));
  });

describe('a deleted hook', () => {
  it('still shows only its last selection, and API clients do not find it', async () => {
    const hook = await create([
      ['RFIs', 'create'],
      ['RFIs', 'update'],
    ]);
    await update(hook.id, [['RFIs', 'create']]);
    const input = { ...tenant, hookId: hook.id };
    await deleteHook({ ctx: world.ctx, input });
    expect(await selected(hook.id)).toEqual(['RFIs.create']);
    expect(await getHook({ ctx: world.ctx, input })).toMatchObject({ triggerCount: 1 });
    const asClient = listTriggers({ ctx: world.ctx, input: { ...input, liveOnly: true } });
    await expect(asClient).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('a hook that is written with its selected events', () => {
  it('is created with each of them once, and leaves one audit row that names them', async () => {
    const hook = await create([
      ['RFIs', 'create'],
      ['RFIs', 'create'],
      ['BIM Models', 'update'],
    ]);
    expect(hook.triggerCount).toBe(2);
    expect(await selected(hook.id)).toEqual(['Bim Models.update', 'RFIs.create']);
    expect(await audited(hook.id)).toMatchObject([
      { action: 'hook.create', details: { triggers: ['RFIs.create', 'Bim Models.update'] } },
    ]);
  });

  it('is not created if one cannot be selected, and every such item is named', async () => {
    const refused = create([
      ['RFIs', 'create'],
      ['Nothing', 'create'],
      ['Offices', 'create'],
    ]);
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_input',
      details: [
        { index: 1, field: 'resourceName', code: 'unknown_resource' },
        { index: 2, field: 'resourceName', code: 'company_resource_on_project_hook' },
      ],
    });
    expect((await listHooks({ ctx: world.ctx, input: tenant })).items).toEqual([]);
  });

  it('gets the new set on update, keeps the triggers that stay, and leaves one audit row', async () => {
    const hook = await create([
      ['RFIs', 'create'],
      ['RFIs', 'update'],
    ]);
    const before = await listTriggers({ ctx: world.ctx, input: { ...tenant, hookId: hook.id } });
    await update(hook.id, [
      ['RFIs', 'update'],
      ['Submittals', 'create'],
    ]);
    const after = await listTriggers({ ctx: world.ctx, input: { ...tenant, hookId: hook.id } });
    expect(after.items[0]).toEqual(before.items[1]);
    expect(await selected(hook.id)).toEqual(['RFIs.update', 'Submittals.create']);
    expect((await audited(hook.id)).slice(1)).toMatchObject([
      {
        action: 'hook.update',
        details: { triggersAdded: ['Submittals.create'], triggersRemoved: ['RFIs.create'] },
      },
    ]);
    await update(hook.id, []);
    expect(await selected(hook.id)).toEqual([]);
  });

  it('changes nothing at all when an item is refused', async () => {
    const hook = await create([['RFIs', 'create']]);
    const refused = update(hook.id, [['Task Items', 'delete']], { name: 'Other' });
    await expect(refused).rejects.toMatchObject({ details: [{ index: 0, field: 'eventType' }] });
    expect(await selected(hook.id)).toEqual(['RFIs.create']);
    const { items } = await listHooks({ ctx: world.ctx, input: tenant });
    expect(items[0]?.name).toBe('example.com');
  });

  it('keeps its selection when an update does not contain one', async () => {
    const hook = await create([['RFIs', 'create']]);
    await updateHook({ ctx: world.ctx, input: { ...tenant, hookId: hook.id, name: 'Other' } });
    expect(await selected(hook.id)).toEqual(['RFIs.create']);
  });

  it('is checked against the all_projects setting of the same request', async () => {
    const company = { companyId: tenant.companyId, projectId: null };
    const hook = await create([['Offices', 'create']], company);
    const input = { ...company, hookId: hook.id, triggers: choices([['RFIs', 'create']]) };
    await expect(updateHook({ ctx: world.ctx, input })).rejects.toMatchObject({
      details: [{ code: 'project_resource_on_company_hook' }],
    });
    const taken = await updateHook({ ctx: world.ctx, input: { ...input, allProjects: true } });
    expect(taken).toMatchObject({ allProjects: true, triggerCount: 1 });
  });

  it('is not accessible to another company, and rejects resources of other companies', async () => {
    const hook = await create([['RFIs', 'create']]);
    const other = await insertCompany(world, 'Other');
    await asEngine(world.db, async (tx) => {
      await tx`
        INSERT INTO gancho.resources (company_id, name, level, category, tool, event_types)
        VALUES (${other.companyId}, 'Crane Checks', 'project', 'Core', 'Own', ARRAY['create'])`;
    });
    const foreign = updateHook({
      ctx: world.ctx,
      input: { ...other, hookId: hook.id, triggers: [] },
    });
    await expect(foreign).rejects.toMatchObject({ code: 'not_found' });
    await expect(create([['Crane Checks', 'create']])).rejects.toMatchObject({
      details: [{ code: 'unknown_resource' }],
    });
    expect(await selected(hook.id)).toEqual(['RFIs.create']);
  });

  it('accepts at most as many items as a bulk request may have', async () => {
    const caller = createCaller(world.ctx);
    const one = { resourceName: 'RFIs', eventType: 'create' };
    const triggers = Array.from({ length: TRIGGERS_BULK_MAX + 1 }, () => one);
    const input = { ...tenant, payloadVersion: 'v4.0', destinationUrl: 'https://example.com' };
    await expect(caller.hooks.create({ ...input, triggers })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});
