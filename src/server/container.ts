import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { type RuntimeEnv, env as readEnv } from '@/env';
import packageJson from '../../package.json';
import { createDatabase } from './db/client';
import { openPostgres } from './db/driver';
import { createEngine } from './engine/create-engine';
import { untilKnown } from './engine/delivery/clock-watch';
import { logChange } from './engine/delivery/log-change';
import { Pump } from './engine/delivery/pump';
import { WakeSignal } from './engine/wake-signal';
import { createDatabaseClock, systemClock } from './gateways/clock';
import { createMailer } from './gateways/mailer';
import { createSecretBox } from './gateways/secret-box';
import type { OwnAddress } from './gateways/sender/address-policy';
import {
  createDestinationPolicy,
  type DestinationSettings,
} from './gateways/sender/destination-settings';
import { createSender } from './gateways/sender/sender';
import type { Announcer } from './inngest/announce';
import { createServerCheck } from './inngest/check-server';
import type { InngestClient } from './inngest/client';
import { createInngestRuntime } from './inngest/create-runtime';
import { createPostgresBus } from './inngest/embedded/bus';
import { createEmbeddedWorker } from './inngest/embedded/embedded-worker';
import { HealthChanges } from './inngest/health-changes';
import type { ServeHandler } from './inngest/serve';
import { createLog } from './log';
import { sendHealthLetter } from './mail/send-health-letter';
import type { Services } from './services/context';
import { readDatabaseClock } from './services/database-now';

/** The parts of a process. This is the one place where settings, gateways and services meet. */
export type Container = {
  env: RuntimeEnv;
  services: Services;
  /** The services for one request, with a limit on its use of the database. */
  forRequest(): Services;
  /** Runs a function when an Inngest server calls it. */
  handleInngest: ServeHandler;
  /** Makes this process a worker: runs the embedded engine until the container is closed. */
  startWorker(name: string): Promise<void>;
  /** Resolves when all earlier announcements have been sent, because a serverless host stops after its answer. */
  flush(): Promise<void>;
  close(): Promise<void>;
};

type Serving = { announcer: Announcer; handleInngest: ServeHandler; client: InngestClient };
type Role = { connections?: number; applicationName?: string };

/** Inngest's own limit for one call, less the time to record and answer. */
const SERVERLESS_BUDGET_MS = 50_000;
const EMBEDDED_BUDGET_MS = 60_000;
const CONNECTIONS_SERVERLESS = 2;
const CONNECTIONS = 10;
const GRACE_MS = 15_000;

export function createContainer(env: RuntimeEnv, role: Role = {}): Container {
  const log = createLog(env.logLevel);
  const isEmbedded = env.inngest.mode === 'embedded';
  const db = createDatabase({
    url: env.databaseUrl,
    isDirect: env.isDatabaseDirect,
    max: role.connections ?? (env.isVercel ? CONNECTIONS_SERVERLESS : CONNECTIONS),
    applicationName: role.applicationName ?? 'gancho',
    ownNowMs: systemClock.nowMs,
  });
  const clock = createDatabaseClock(() => db.forRequest().call(readDatabaseClock));
  const secretBox = createSecretBox({
    currentKey: env.secretKey,
    ...(env.secretKeyPrevious ? { previousKey: env.secretKeyPrevious } : {}),
  });
  const destinations = destinationSettings(env);
  const closers: (() => Promise<unknown>)[] = [() => db.close()];

  const healthChanges: HealthChanges[] = [];
  const flushHealthChanges = () => Promise.all(healthChanges.map((changes) => changes.flush()));
  let announcer: Announcer | null = null;
  let opened: Serving | null = null;
  const serving = () => {
    opened ??= openServing();
    return opened;
  };
  const services: Services = {
    db,
    secretBox,
    clock,
    log,
    settings: {
      version: packageJson.version,
      retentionDays: env.retentionDays,
      engine: isEmbedded ? 'embedded' : 'inngest',
      allowHttpDestinations: env.allowHttpDestinations,
      canMail: env.mail !== null,
      isDemo: env.isDemo,
      destinations: createDestinationPolicy(destinations),
    },
    checkInngest:
      env.inngest.mode === 'server'
        ? createServerCheck(() => serving().client, env.inngest.signingKey)
        : null,
    announce: (name) => (announcer ?? serving().announcer).announce(name),
  };

  function openEngine(workerName: string, client: InngestClient, wakeSignal?: WakeSignal) {
    const sender = createSender({
      version: packageJson.version,
      ...destinations,
      clock,
      maxConnectionsPerOrigin: 2048,
    });
    const changes = new HealthChanges(client, log);
    healthChanges.push(changes);
    const pump = new Pump({
      db,
      sender,
      secretBox,
      clock,
      log,
      workerName,
      onHealthChange: (change) => {
        logChange(log, change);
        changes.add(change);
      },
    });
    const mailer = env.mail ? createMailer(env.mail) : null;
    closers.unshift(
      () => pump.close(),
      () => changes.flush(),
      () => sender.close(),
      async () => mailer?.close(),
    );
    if (isEmbedded) pump.watch();
    return createEngine(services, pump, {
      sendLetter:
        mailer && ((letter) => sendHealthLetter({ mailer, publicUrl: env.publicUrl }, letter)),
      ...(wakeSignal ? { wakeSignal } : {}),
    });
  }

  /** Connects past every pooler, because LISTEN needs a session of its own. */
  const openBus = () =>
    createPostgresBus({
      connect: (applicationName) =>
        openPostgres(env.migrationDatabaseUrl, {
          max: 1,
          applicationName,
          connectTimeoutSeconds: 5,
          idleSeconds: null,
        }),
      clock,
      log,
    });

  /** The part of a process that serves: it announces events and answers an Inngest server's calls. */
  function openServing(): Serving {
    const bus = openBus();
    const runtime = createInngestRuntime({
      settings:
        env.inngest.mode === 'embedded'
          ? { mode: 'embedded', secretKey: env.secretKey, bus }
          : env.inngest,
      budgetMs: SERVERLESS_BUDGET_MS,
      clock,
      log,
    });
    closers.unshift(
      () => runtime.announcer.flush(),
      () => bus.close(),
    );
    let handler: ServeHandler | null = null;
    return {
      announcer: runtime.announcer,
      client: runtime.client,
      handleInngest: async (request) => {
        await clock.now();
        handler ??= runtime.createHandler(
          openEngine(`${hostname()}-${randomBytes(6).toString('hex')}`, runtime.client),
        );
        return handler(request);
      },
    };
  }

  return {
    env,
    services,
    forRequest: () => ({ ...services, db: db.forRequest() }),
    handleInngest: (request) => serving().handleInngest(request),
    async startWorker(name) {
      await untilKnown(clock, log);
      const bus = openBus();
      const wakeSignal = new WakeSignal();
      const worker = createEmbeddedWorker({
        secretKey: env.secretKey,
        bus,
        budgetMs: EMBEDDED_BUDGET_MS,
        clock,
        ownClock: systemClock,
        onEventsRecorded: () => wakeSignal.raise(),
        log,
      });
      announcer = worker.announcer;
      await worker.start(openEngine(name, worker.client, wakeSignal));
      closers.unshift(flushHealthChanges, () => worker.stop({ graceMs: GRACE_MS }));
    },
    async flush() {
      await Promise.all([flushHealthChanges(), (announcer ?? opened?.announcer)?.flush()]);
    },
    async close() {
      for (const close of closers) await close();
      log.flush();
    },
  };
}

function destinationSettings(env: RuntimeEnv): DestinationSettings {
  return {
    allowHttp: env.allowHttpDestinations,
    allowedPrivateCidrs: env.allowedPrivateDestinations,
    ownAddresses: ownAddresses(env),
    isOwnPathAllowed: (path) => env.isDemo && /^\/inspector\/[\w-]+$/.test(path),
  };
}

/** The addresses where this process itself listens. They are never a destination. */
function ownAddresses(env: RuntimeEnv): OwnAddress[] {
  const publicUrl = new URL(env.publicUrl);
  const database = new URL(env.databaseUrl);
  // A proxy in front of us with a certificate also answers on the port without one.
  const publicPorts = publicUrl.port === '' ? [80, 443] : [Number(publicUrl.port)];
  return [
    { host: env.host, port: env.port },
    ...publicPorts.map((port) => ({ host: bareHost(publicUrl), port })),
    { host: bareHost(database), port: Number(database.port) || 5432 },
  ];
}

const bareHost = ({ hostname: host }: URL) => host.replace(/^\[|\]$/g, '');

const held = globalThis as { ganchoContainer?: Container };

/** This process's container. It is kept on the global object, because Next bundles a module once for each route. */
export function container(): Container {
  held.ganchoContainer ??= createContainer(readEnv());
  return held.ganchoContainer;
}
