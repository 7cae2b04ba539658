import { systemHealth } from '@/contracts/system-health';
import { checkHealth } from '@/server/services/system';
import { createCallerFactory, publicProcedure, router } from './init';
import { accountRouter } from './routers/account';
import { apiClientsRouter } from './routers/api-clients';
import { deliveriesRouter } from './routers/deliveries';
import { eventsRouter } from './routers/events';
import { hooksRouter } from './routers/hooks';
import { inspectorRouter } from './routers/inspector';
import { notificationsRouter } from './routers/notifications';
import { redeliveriesRouter } from './routers/redeliveries';
import { resourcesRouter } from './routers/resources';
import { sampleRouter } from './routers/sample';
import { setupRouter } from './routers/setup';
import { tenantsRouter } from './routers/tenants';
import { triggersRouter } from './routers/triggers';

export const appRouter = router({
  hooks: hooksRouter,
  triggers: triggersRouter,
  deliveries: deliveriesRouter,
  redeliveries: redeliveriesRouter,
  resources: resourcesRouter,
  events: eventsRouter,
  apiClients: apiClientsRouter,
  account: accountRouter,
  notifications: notificationsRouter,
  tenants: tenantsRouter,
  inspector: inspectorRouter,
  sample: sampleRouter,
  setup: setupRouter,
  health: publicProcedure.output(systemHealth).query(({ ctx }) => checkHealth({ ctx })),
});

export type AppRouter = typeof appRouter;

/** Calls procedures in this process, with an actor's context and under the same rules. */
export const createCaller = createCallerFactory(appRouter);
export type Caller = ReturnType<typeof createCaller>;
