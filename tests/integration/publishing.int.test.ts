import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { asEngine, createWorld, insertCompany, type World } from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { container } from '@/server/container';
import { createPublisher, type SourceEvent } from '@/server/services/publish/create-publisher';
import { createResource } from '@/server/services/resources';
import { announce } from '../../docs/examples/publish';

const database = useDatabase();
let world: World;
let tenant: { companyId: number; projectId: number };

beforeAll(async () => {
  world = createWorld(database.url);
  tenant = await insertCompany(world);
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('GANCHO_SECRET_KEY', randomBytes(32).toString('base64'));
});
afterAll(async () => {
  await container().close();
  vi.unstubAllEnvs();
  await world.db.close();
});

const stored = () =>
  asEngine(
    world.db,
    (tx) => tx<{ id: number; resource_name: string; event_type: string }[]>`
      SELECT id, resource_name, event_type FROM gancho.events WHERE company_id = ${tenant.companyId} ORDER BY id`,
  );

describe('server code of the deployment', () => {
  it('publishes as docs/publishing.md shows', async () => {
    const example = await readFile('docs/examples/publish.ts', 'utf8');
    expect(await readFile('docs/publishing.md', 'utf8')).toContain(`\`\`\`ts\n${example}\`\`\`\n`);
    const own = { name: 'Crane Permits', level: 'project', events: ['delete'] } as const;
    await createResource({ ctx: world.ctx, input: { companyId: tenant.companyId, ...own } });

    const published = await announce(tenant.companyId, tenant.projectId);
    const events = await stored();
    expect(published.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    expect(events.map((each) => `${each.resource_name} ${each.event_type}`)).toEqual([
      'RFIs create',
      'Company Vendors update',
      'Crane Permits delete',
    ]);
  });

  it('reports every problem, and then stores nothing', async () => {
    const before = await stored();
    const publish = createPublisher({ ctx: world.ctx, companyId: tenant.companyId });
    const good: SourceEvent = {
      resource_name: 'Company Vendors',
      event_type: 'create',
      resource_id: 1,
    };
    await expect(
      publish(good, { ...good, resource_id: '' }, { ...good, metadata: 'x' as never }),
    ).rejects.toMatchObject({
      code: 'invalid_input',
      details: [
        { index: 1, field: 'resource_id' },
        { index: 2, field: 'metadata' },
      ],
    });
    expect(await stored()).toEqual(before);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 12n])(
    'refuses %s, which JSON would lose',
    async (lost) => {
      const publish = createPublisher({ ctx: world.ctx, companyId: tenant.companyId });
      const event: SourceEvent = {
        resource_name: 'Company Vendors',
        event_type: 'create',
        resource_id: 1,
        data: { deep: [{ lost }] },
      };
      await expect(publish(event)).rejects.toMatchObject({
        code: 'invalid_input',
        details: [{ field: 'lost', code: 'number_not_finite' }],
      });
    },
  );

  it('fails to compile with an event that cannot be published', () => {
    const rest = { event_type: 'create', resource_id: 1 } as const;
    const events: SourceEvent<'Crane Permits'>[] = [
      { ...rest, resource_name: 'RFIs', project_id: 1 },
      { ...rest, resource_name: 'Crane Permits' },
      // @ts-expect-error an RFI belongs to a project
      { ...rest, resource_name: 'RFIs' },
      // @ts-expect-error there is no such resource
      { ...rest, resource_name: 'RFI', project_id: 1 },
      // @ts-expect-error there is no such event
      { ...rest, resource_name: 'RFIs', project_id: 1, event_type: 'created' },
    ];
    expect(events).toHaveLength(5);
  });
});
