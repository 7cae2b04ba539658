import { createEngine } from '@/server/engine/create-engine';
import type { HealthChange } from '@/server/engine/delivery/claim';
import { Pump } from '@/server/engine/delivery/pump';
import { dispatchEvents } from '@/server/engine/dispatch/dispatch-events';
import type { WakeSignal } from '@/server/engine/wake-signal';
import { createSender } from '@/server/gateways/sender/sender';
import { publishEvents } from '@/server/services/publish/publish-events';
import type { World } from './world';

const BUDGET = { budgetMs: 60_000 };

/**
 * The real pump and sender on a world's database. The test runs them, as under Inngest, or with a wakeSignal as a
 * worker does.
 */
export function createTestEngine(world: World, workerName = 'test', wakeSignal?: WakeSignal) {
  const changes: HealthChange[] = [];
  const sender = createSender({ version: '0', allowedPrivateCidrs: ['127.0.0.0/8'] });
  const pump = new Pump({
    ...world.services,
    sender,
    workerName,
    onHealthChange: (change) => changes.push(change),
  });
  const services = createEngine(
    {
      ...world.services,
      settings: { ...world.services.settings, engine: wakeSignal ? 'embedded' : 'inngest' },
    },
    pump,
    { ...(wakeSignal ? { wakeSignal } : {}) },
  );
  return {
    changes,
    /** Dispatches the published events, and attempts all due deliveries. */
    dispatch: () => services.dispatchAndDeliver(BUDGET),
    /** Dispatches the published events. */
    dispatchOnly: () => dispatchEvents(world.db, { events: 1000, deliveries: 100_000 }),
    /** The reaction of a worker to a notice of due work. */
    wake: () => pump.wake(),
    /** Attempts all due deliveries. */
    deliver: () => services.deliver(BUDGET),
    /** One event `RFIs create` for each resource id. */
    publish: (
      tenant: { companyId: number; projectId: number },
      resourceIds: number[],
      data?: Record<string, unknown>,
    ) =>
      publishEvents({
        ctx: world.ctx,
        input: {
          companyId: tenant.companyId,
          body: JSON.stringify(
            resourceIds.map((id) => ({
              resource_name: 'RFIs',
              resource_id: String(id),
              event_type: 'create' as const,
              project_id: tenant.projectId,
              data,
            })),
          ),
        },
      }),
    /** Notes the changes of health since the last call, as the function `notify` does. */
    notify: () => services.notifyHealthChanges(changes.splice(0)),
    /** Carries out redelivery jobs for as long as they have something to send, at most a minute. */
    recover: () => services.recover(BUDGET),
    /** The poll of a worker. */
    findWork: () => services.findWork(),
    async close() {
      await pump.close();
      await sender.close();
    },
  };
}

export type TestEngine = ReturnType<typeof createTestEngine>;
