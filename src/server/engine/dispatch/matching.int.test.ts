import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { publishEvents } from '@/server/services/publish/publish-events';
import { dispatchEvents } from './dispatch-events';

type HookRow = {
  id: number;
  company_id: number;
  project_id: number | null;
  all_projects: boolean;
  is_deleted: boolean;
};
type TriggerRow = {
  id: number;
  hook_id: number;
  resource_name: string;
  event_type: string;
  created_us: number;
  deleted_us: number | null;
};
type EventRow = {
  id: number;
  company_id: number;
  project_id: number | null;
  resource_name: string;
  resource_level: 'company' | 'project';
  event_type: string;
  recorded_us: number;
};

const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

/** Makes hooks of every kind, each in a few states, and events of every kind. */
async function arrange() {
  const mine = await insertCompany(world, 'Mine');
  const other = await insertCompany(world, 'Other');
  const selected: ['RFIs' | 'Departments', 'create' | 'update'][] = [
    ['RFIs', 'create'],
    ['Departments', 'update'],
  ];
  const base = { destinationUrl: 'https://example.com/', selected };
  const hookIds: number[] = [];
  for (const tenant of [
    { companyId: mine.companyId, projectId: mine.projectId },
    { companyId: mine.companyId },
    { companyId: mine.companyId, allProjects: true },
    { companyId: other.companyId, projectId: other.projectId },
  ]) {
    for (const state of [
      {},
      { status: 'disabled' as const, disabledReason: 'admin' as const },
      { deletedAt: new Date() },
    ]) {
      hookIds.push((await insertHook(world, { ...base, ...tenant, ...state })).hookId);
    }
  }
  const late = await insertHook(world, {
    ...base,
    companyId: mine.companyId,
    projectId: mine.projectId,
  });
  const early = await insertHook(world, {
    ...base,
    companyId: mine.companyId,
    projectId: mine.projectId,
  });
  hookIds.push(late.hookId, early.hookId);
  await asEngine(world.db, async (tx) => {
    await tx`UPDATE gancho.triggers SET created_at = now() + interval '1 hour' WHERE hook_id = ${late.hookId}`;
    await tx`UPDATE gancho.triggers SET created_at = now() - interval '2 hours', deleted_at = now() - interval '1 hour' WHERE hook_id = ${early.hookId}`;
  });
  return { mine, hookIds };
}

it('finds the same hooks in SQL as the rule that explains the match to people', async () => {
  const { mine, hookIds } = await arrange();
  const events = [
    { resource_name: 'RFIs', event_type: 'create', project_id: mine.projectId },
    { resource_name: 'RFIs', event_type: 'update', project_id: mine.projectId },
    { resource_name: 'Departments', event_type: 'update' },
    { resource_name: 'Departments', event_type: 'update', project_id: mine.projectId },
    { resource_name: 'Submittals', event_type: 'create', project_id: mine.projectId },
  ].map((event) => ({ ...event, resource_id: 1 }));
  await publishEvents({
    ctx: world.ctx,
    input: { companyId: mine.companyId, body: JSON.stringify(events) },
  });
  while ((await dispatchEvents(world.db, { events: 3, deliveries: 3 })).events > 0);

  const facts = await asEngine(world.db, async (tx) => ({
    hooks: await tx<
      HookRow[]
    >`SELECT id, company_id, project_id, all_projects, deleted_at IS NOT NULL AS is_deleted FROM gancho.hooks ORDER BY id`,
    triggers: await tx<TriggerRow[]>`SELECT id, hook_id, resource_name, event_type,
      (extract(epoch FROM created_at) * 1e6)::bigint AS created_us, (extract(epoch FROM deleted_at) * 1e6)::bigint AS deleted_us FROM gancho.triggers`,
    events: await tx<
      EventRow[]
    >`SELECT id, company_id, project_id, resource_name, resource_level, event_type,
      (extract(epoch FROM recorded_at) * 1e6)::bigint AS recorded_us FROM gancho.events ORDER BY id`,
    deliveries: await tx<
      { event_id: number; hook_id: number }[]
    >`SELECT event_id, hook_id FROM gancho.deliveries ORDER BY event_id, hook_id`,
  }));
  const expected = facts.events.flatMap((event) =>
    facts.hooks
      .filter((hook) => {
        const triggers = facts.triggers.filter((one) => one.hook_id === hook.id);
        return doesMatch(event, hook, triggers);
      })
      .map((hook) => ({ event_id: event.id, hook_id: hook.id })),
  );
  expect(facts.hooks.map(({ id }) => id)).toEqual(hookIds);
  expect(facts.deliveries.map((row) => ({ ...row }))).toEqual(expected);
  // The matrix is a useful test because some pairs match and most do not.
  expect(expected).toHaveLength(14);
});

/** The rule of dispatch as one condition over all facts. */
const doesMatch = (event: EventRow, hook: HookRow, triggers: readonly TriggerRow[]): boolean =>
  !hook.is_deleted &&
  hook.company_id === event.company_id &&
  (hook.project_id === null
    ? event.resource_level === 'company' || hook.all_projects
    : hook.project_id === event.project_id) &&
  triggers.some(
    (trigger) =>
      trigger.resource_name === event.resource_name &&
      trigger.event_type === event.event_type &&
      trigger.created_us <= event.recorded_us &&
      event.recorded_us < (trigger.deleted_us ?? Number.POSITIVE_INFINITY),
  );
