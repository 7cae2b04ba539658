import { createWorld } from '@tests/factories/world';
import { forThisMachine } from '@tests/support/patience.mjs';
import { afterAll, expect, it } from 'vitest';
import { toServiceError } from './errors';
import { createCaller } from './root';

/** No server listens there. */
const world = createWorld('postgres://127.0.0.1:1/none');
afterAll(() => world.db.close());

const caller = createCaller({ ...world.services, actor: { kind: 'operator' } });
const tenant = { companyId: 1, projectId: 1 };

it.each([
  ['a list', () => caller.hooks.list(tenant)],
  ['a write', () => caller.hooks.delete({ ...tenant, hookId: 1 })],
  [
    'publishing',
    () =>
      caller.events.publish({
        ...tenant,
        body: JSON.stringify([
          { resource_name: 'RFIs', resource_id: '1', event_type: 'create', project_id: 1 },
        ]),
      }),
  ],
])('%s says that the database cannot be reached, and when to try again', async (_name, call) => {
  const startedMs = performance.now();
  const error: unknown = await call().then(
    () => null,
    (failure: unknown) => failure,
  );
  expect(performance.now() - startedMs).toBeLessThan(forThisMachine(2_000));
  expect(error).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect(toServiceError(error)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
});

it('health answers with a reason instead', async () => {
  expect(await caller.health()).toMatchObject({
    status: 'unavailable',
    reasons: [{ code: 'database_unreachable' }],
  });
});
