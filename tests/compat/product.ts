import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asEngine, createWorld, insertCompany } from '@tests/factories/world';
import { PATIENCE_MS } from '@tests/support/patience.mjs';
import { startReceiver } from '@tests/support/receiver';
import { vi } from 'vitest';
import { createEngine } from '@/server/engine/create-engine';
import { Pump } from '@/server/engine/delivery/pump';
import { createSender } from '@/server/gateways/sender/sender';
import { createRestHandler } from '@/server/rest/handle';
import { handleNodeRequest } from '@/server/rest/node';
import type { RateLimits } from '@/server/rest/rate-limit';
import { createClient } from '@/server/services/api-clients';
import { publishEvents } from '@/server/services/publish/publish-events';

type Event = { resource_name: string; event_type: 'create' | 'update' | 'delete' };

const LIMITS: RateLimits = { hourly: 3600, burst: 1000, publishPerSecond: null };

/** The API over real HTTP, a receiver for its deliveries, and an engine that the test runs. */
export async function openProduct(databaseUrl: string, limits = LIMITS) {
  const world = createWorld(databaseUrl);
  const tenant = await insertCompany(world);
  const { clientId, clientSecret } = await createClient({
    ctx: world.ctx,
    input: { companyId: tenant.companyId, name: 'Integration' },
  });
  const receiver = await startReceiver();
  const sender = createSender({ version: '0', allowedPrivateCidrs: ['127.0.0.0/8'] });
  const pump = new Pump({
    ...world.services,
    sender,
    workerName: 'compat',
    onHealthChange: () => {},
  });
  const engine = createEngine(world.services, pump);

  const server = createServer(
    (request, response) => void handleNodeRequest(handle, request, response),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const handle = createRestHandler({
    services: world.services,
    publicUrl: origin,
    limits,
  });

  /** Dispatches the published events, and waits until all the company's deliveries are delivered and recorded. */
  async function work(companyId = tenant.companyId) {
    await engine.dispatchAndDeliver({ budgetMs: 20_000 });
    await vi.waitFor(
      async () => {
        const open = await asEngine(
          world.db,
          (tx) =>
            tx`SELECT id FROM gancho.deliveries WHERE company_id = ${companyId} AND finished_at IS NULL`,
        );
        if (open.length > 0) throw new Error(`${open.length} deliveries are under way`);
      },
      { timeout: PATIENCE_MS, interval: 20 },
    );
  }

  /** Publishes an event in the project, or in the company, and waits until it is delivered and recorded. */
  async function deliver(event: Event, level: 'company' | 'project') {
    await publishEvents({
      ctx: world.ctx,
      input: {
        companyId: tenant.companyId,
        body: JSON.stringify([
          {
            ...event,
            resource_id: '598134326517540',
            user_id: '15004487',
            ...(level === 'project' ? { project_id: tenant.projectId } : {}),
          },
        ]),
      },
    });
    await work();
  }

  async function close() {
    await new Promise((done) => {
      server.close(done);
      server.closeAllConnections();
    });
    await receiver.close();
    await sender.close();
    await world.db.close();
  }

  const own = { ...tenant, clientId, clientSecret };
  return { world, engine, origin, ...own, receiver, work, deliver, close };
}

export type Product = Awaited<ReturnType<typeof openProduct>>;

/** A token as a client gets it. */
export async function fetchToken({ origin, clientId, clientSecret }: Product): Promise<string> {
  const response = await fetch(`${origin}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const { access_token } = (await response.json()) as { access_token: string };
  return access_token;
}
