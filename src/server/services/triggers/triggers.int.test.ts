import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addTrigger, addTriggers, listTriggers, removeTriggers } from '.';

const database = useDatabase();
let world: World;
let address: { companyId: number; projectId: number | null; hookId: number };

beforeAll(() => {
  world = createWorld(database.url);
});
beforeEach(async () => {
  const tenant = await insertCompany(world);
  const destinationUrl = 'https://example.com/hooks';
  const { hookId } = await insertHook(world, { ...tenant, destinationUrl, selected: [] });
  address = { ...tenant, hookId };
});
afterAll(() => world.db.close());

const add = (...choices: [string, string][]) =>
  addTriggers({
    ctx: world.ctx,
    input: {
      ...address,
      triggers: choices.map(([resourceName, eventType]) => ({ resourceName, eventType })),
    },
  });
const names = async () => {
  const { items } = await listTriggers({ ctx: world.ctx, input: address });
  return items.map(({ resourceName, eventType }) => `${resourceName}.${eventType}`).sort();
};

describe('addTriggers', () => {
  it('answers item by item, in order, and adds the valid items', async () => {
    const { items } = await add(
      ['RFIs', 'create'],
      ['Nothing', 'create'],
      ['RFIs', 'explode'],
      ['Task Items', 'delete'],
      ['Offices', 'create'],
      ['BIM Models', 'UPDATE'],
    );
    expect(items).toMatchObject([
      { ok: true, isNew: true },
      { ok: false, error: { field: 'resourceName', code: 'unknown_resource' } },
      { ok: false, error: { field: 'eventType', code: 'unknown_event_type' } },
      { ok: false, error: { code: 'event_type_not_allowed' } },
      { ok: false, error: { code: 'company_resource_on_project_hook' } },
      { ok: true, trigger: { resourceName: 'Bim Models', eventType: 'update' } },
    ]);
    expect(await names()).toEqual(['Bim Models.update', 'RFIs.create']);
  });

  it('returns the same trigger again, within a request, later, and in a race', async () => {
    const { items } = await add(['RFIs', 'create'], ['RFIs', 'CREATED']);
    const raced = await Promise.all([add(['RFIs', 'create']), add(['RFIs', 'create'])]);
    const all = [items, ...raced.map((result) => result.items)].flat();
    const ids = all.map((item) => (item.ok ? item.trigger.id : null));
    expect(new Set(ids).size).toBe(1);
    expect(await names()).toEqual(['RFIs.create']);
  });

  it("accepts the company's own resources, and no other company's", async () => {
    const other = await insertCompany(world, 'Other');
    await asEngine(world.db, async (tx) => {
      for (const [companyId, name] of [
        [address.companyId, 'Crane Checks'],
        [other.companyId, 'Foreign'],
      ] as const) {
        await tx`
          INSERT INTO gancho.resources (company_id, name, level, category, tool, event_types)
          VALUES (${companyId}, ${name}, 'project', 'Core', 'Own', ARRAY['create'])`;
      }
    });
    const { items } = await add(['Crane Checks', 'create'], ['Foreign', 'create']);
    expect(items).toMatchObject([{ ok: true }, { ok: false, error: { code: 'unknown_resource' } }]);
  });

  it('accepts project resources on a hook of the company only with all_projects', async () => {
    const { companyId } = address;
    const destinationUrl = 'https://example.com/hooks';
    for (const allProjects of [false, true]) {
      const { hookId } = await insertHook(world, {
        companyId,
        destinationUrl,
        allProjects,
        selected: [],
      });
      address = { companyId, projectId: null, hookId };
      const { items } = await add(['RFIs', 'create']);
      expect(items[0]?.ok).toBe(allProjects);
    }
  });

  it('throws for a single trigger the reason that a batch would contain', async () => {
    const input = { ...address, resourceName: 'Nothing', eventType: 'create' };
    await expect(addTrigger({ ctx: world.ctx, input })).rejects.toMatchObject({
      code: 'invalid_input',
      details: [{ field: 'resourceName' }],
    });
  });
});

describe('removeTriggers', () => {
  it('removes the existing triggers, names the missing ones, and lets them be added again', async () => {
    const { items } = await add(['RFIs', 'create']);
    const id = items[0]?.ok ? items[0].trigger.id : 0;
    const remove = () =>
      removeTriggers({ ctx: world.ctx, input: { ...address, triggerIds: [id, 1] } });
    expect(await remove()).toEqual({ removed: [id], missing: [1] });
    expect(await remove()).toEqual({ removed: [], missing: [id, 1] });
    expect((await add(['RFIs', 'create'])).items).toMatchObject([{ ok: true, isNew: true }]);
  });
});
