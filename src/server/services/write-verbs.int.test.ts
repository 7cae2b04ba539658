import {
  asEngine,
  createWorld,
  insertCompany,
  insertHook,
  type World,
} from '@tests/factories/world';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Tenant } from './actor';
import { createClient, endPreviousSecret, revokeClient, rotateClientSecret } from './api-clients';
import type { Context } from './context';
import {
  createHook,
  deleteHook,
  discardQueue,
  dismissLost,
  resumeHook,
  rotateSecret,
  sendTest,
  updateHook,
} from './hooks';
import { addTriggers, removeTriggers } from './triggers';

/** The requirements of every writing verb: its tenant, its role, its audit row, and all or nothing. */
const database = useDatabase();
let world: World;

beforeAll(() => {
  world = createWorld(database.url);
});
afterAll(() => world.db.close());

type Given = Tenant & { hookId: number; triggerId: number; apiClientId: number };
type Verb = { action: string; run(ctx: Context, given: Given): Promise<unknown> };

const DESTINATION = 'https://example.com/hooks';

const VERBS: Record<string, Verb> = {
  createHook: {
    action: 'hook.create',
    run: (ctx, { companyId, projectId }) =>
      createHook({
        ctx,
        input: { companyId, projectId, payloadVersion: 'v2.0', destinationUrl: DESTINATION },
      }),
  },
  updateHook: {
    action: 'hook.update',
    run: (ctx, given) => updateHook({ ctx, input: { ...address(given), name: 'Other' } }),
  },
  deleteHook: {
    action: 'hook.delete',
    run: (ctx, given) => deleteHook({ ctx, input: address(given) }),
  },
  rotateSecret: {
    action: 'hook.rotate_secret',
    run: (ctx, given) => rotateSecret({ ctx, input: { ...address(given), overlapSeconds: 60 } }),
  },
  resumeHook: {
    action: 'hook.resume',
    run: (ctx, given) => resumeHook({ ctx, input: address(given) }),
  },
  discardQueue: {
    action: 'hook.discard_queue',
    run: (ctx, given) => discardQueue({ ctx, input: address(given) }),
  },
  dismissLost: {
    action: 'hook.dismiss_lost',
    run: (ctx, given) => dismissLost({ ctx, input: address(given) }),
  },
  sendTest: {
    action: 'hook.test',
    run: (ctx, given) => sendTest({ ctx, input: address(given) }),
  },
  addTriggers: {
    action: 'trigger.create',
    run: (ctx, given) =>
      addTriggers({
        ctx,
        input: {
          ...address(given),
          triggers: [{ resourceName: 'Offices', eventType: 'update' }],
        },
      }),
  },
  removeTriggers: {
    action: 'trigger.delete',
    run: (ctx, given) =>
      removeTriggers({ ctx, input: { ...address(given), triggerIds: [given.triggerId] } }),
  },
  createClient: {
    action: 'api_client.create',
    run: (ctx, { companyId }) => createClient({ ctx, input: { companyId, name: 'New' } }),
  },
  rotateClientSecret: {
    action: 'api_client.rotate_secret',
    run: (ctx, { companyId, apiClientId }) =>
      rotateClientSecret({ ctx, input: { companyId, apiClientId } }),
  },
  endPreviousSecret: {
    action: 'api_client.end_previous_secret',
    run: (ctx, { companyId, apiClientId }) =>
      endPreviousSecret({ ctx, input: { companyId, apiClientId } }),
  },
  revokeClient: {
    action: 'api_client.revoke',
    run: (ctx, { companyId, apiClientId }) =>
      revokeClient({ ctx, input: { companyId, apiClientId } }),
  },
};

const address = ({ companyId, projectId, hookId }: Given) => ({ companyId, projectId, hookId });

async function insertGiven(): Promise<Given> {
  const { companyId } = await insertCompany(world);
  const { hookId } = await insertHook(world, {
    companyId,
    destinationUrl: DESTINATION,
    selected: [['Offices', 'create']],
  });
  const { id } = await createClient({ ctx: world.ctx, input: { companyId, name: 'Given' } });
  await rotateClientSecret({ ctx: world.ctx, input: { companyId, apiClientId: id } });
  const triggerId = await asEngine(world.db, async (tx) => {
    const rows = await tx`SELECT id FROM gancho.triggers WHERE hook_id = ${hookId}`;
    return rows[0]?.id as number;
  });
  return { companyId, projectId: null, hookId, triggerId, apiClientId: id };
}

/** Everything that the verbs write for a company, without the audit log. */
function stateOf({ companyId }: Tenant): Promise<string> {
  return asEngine(world.db, async (tx) => {
    const tables = ['hooks', 'hook_secrets', 'triggers', 'hook_queue', 'api_clients'];
    const parts = [];
    for (const table of [...tables, 'api_client_secrets', 'access_tokens']) {
      parts.push(await tx`SELECT * FROM ${tx(`gancho.${table}`)} WHERE company_id = ${companyId}`);
    }
    return JSON.stringify(parts);
  });
}

function auditOf({ companyId }: Tenant) {
  return asEngine(
    world.db,
    (tx) => tx`
      SELECT action, actor_kind, actor_id, details FROM gancho.audit_log
      WHERE company_id = ${companyId} ORDER BY id DESC`,
  );
}

const as = (actor: Actor): Context => ({ ...world.services, actor });
const person = (companyId: number, role: 'admin' | 'read_only'): Context =>
  as({ kind: 'user', userId: 1, roles: [{ companyId, projectId: null, role }] });

describe.each(Object.entries(VERBS))('%s', (_, verb) => {
  let given: Given;
  beforeEach(async () => {
    given = await insertGiven();
  });

  it('finds nothing in the company of another tenant, and writes nothing', async () => {
    const stranger = person((await insertCompany(world, 'Stranger')).companyId, 'admin');
    const before = await stateOf(given);
    await expect(verb.run(stranger, given)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stateOf(given)).toBe(before);
  });

  it("finds nothing by another company's ids in its own tenant", async () => {
    const own = await insertGiven();
    const mixed = { ...given, companyId: own.companyId };
    const before = await stateOf(given);
    const isCreating = verb.action === 'hook.create' || verb.action === 'api_client.create';
    const result = verb.run(world.ctx, mixed);
    if (isCreating) await result;
    else await expect(result).rejects.toMatchObject({ code: 'not_found' });
    expect(await stateOf(given)).toBe(before);
  });

  it('is forbidden to someone who may only read', async () => {
    const before = await stateOf(given);
    const reader = person(given.companyId, 'read_only');
    await expect(verb.run(reader, given)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await stateOf(given)).toBe(before);
  });

  it('leaves its audit row', async () => {
    await verb.run(world.ctx, given);
    const [row] = await auditOf(given);
    expect(row).toMatchObject({ action: verb.action, actor_kind: 'operator', actor_id: null });
  });

  it('rolls everything back when the last step fails', async () => {
    const refusal = `CHECK (company_id <> ${given.companyId}) NOT VALID`;
    await world.db.engine.unsafe(`ALTER TABLE gancho.audit_log ADD CONSTRAINT refused ${refusal}`);
    try {
      const before = await stateOf(given);
      await expect(verb.run(world.ctx, given)).rejects.toThrow();
      expect(await stateOf(given)).toBe(before);
    } finally {
      await world.db.engine.unsafe('ALTER TABLE gancho.audit_log DROP CONSTRAINT refused');
    }
  });
});

describe('the second lock', () => {
  it('hides the rows of other companies from a query that forgot its tenant', async () => {
    const ours = await insertGiven();
    await insertGiven();
    const tables = ['hooks', 'triggers', 'hook_secrets', 'hook_queue', 'api_clients', 'audit_log'];
    for (const table of tables) {
      const { rows } = await world.db.asTenant(ours.companyId, (tx) =>
        tx.execute(`SELECT DISTINCT company_id FROM gancho.${table}`),
      );
      expect(rows, table).toEqual([{ company_id: ours.companyId }]);
    }
  });
});
