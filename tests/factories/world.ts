import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createDatabase, type Database, type EngineSql } from '@/server/db/client';
import { companies, hookSecrets, hooks, projects, triggers } from '@/server/db/schema';
import { createDatabaseClock } from '@/server/gateways/clock';
import { newSigningSecret } from '@/server/gateways/hashing';
import { createSecretBox } from '@/server/gateways/secret-box';
import { createDestinationPolicy } from '@/server/gateways/sender/destination-settings';
import type { Context, Services } from '@/server/services/context';
import { readDatabaseClock } from '@/server/services/database-now';
import { sealSigningSecret } from '@/server/services/hooks/hook-secrets';
import { silentLog } from './silent-log';

export type World = { db: Database; services: Services; ctx: Context; announced: string[] };

/** For worlds whose hooks another process also serves. */
export const TEST_KEY = Buffer.alloc(32, 'test');

/** Real services on a test's database. Their announcements are collected in `announced`. */
export function createWorld(databaseUrl: string, secretKey: Buffer = randomBytes(32)): World {
  const db = createDatabase({
    url: databaseUrl,
    isDirect: true,
    max: 10,
    ownNowMs: Date.now,
    probeSharedMs: 0,
  });
  const announced: string[] = [];
  const services: Services = {
    db,
    secretBox: createSecretBox({ currentKey: secretKey }),
    clock: createDatabaseClock(() => db.forRequest().call(readDatabaseClock)),
    log: silentLog,
    settings: {
      version: '0',
      retentionDays: 28,
      engine: 'embedded',
      allowHttpDestinations: false,
      canMail: false,
      isDemo: true,
      destinations: createDestinationPolicy({ allowedPrivateCidrs: ['127.0.0.0/8'] }),
    },
    checkInngest: null,
    announce: (name) => void announced.push(name),
  };
  return { db, services, announced, ctx: { ...services, actor: { kind: 'operator' } } };
}

/** Reads or writes as the engine's role, past row security, even if the login is not a superuser. */
export function asEngine<T>(db: Database, work: (tx: EngineSql) => Promise<T>): Promise<T> {
  return db.engine.begin(async (tx) => {
    await tx`SELECT set_config('role', 'gancho_engine', true)`;
    return work(tx as unknown as EngineSql);
  }) as Promise<T>;
}

export async function insertCompany({ db }: World, name = 'Acme Construction') {
  return db.asSystem(async (tx) => {
    const [company] = await tx.insert(companies).values({ name }).returning();
    if (company === undefined) throw new Error('no company was inserted');
    const [project] = await tx
      .insert(projects)
      .values({ companyId: company.id, name: 'Tower' })
      .returning();
    if (project === undefined) throw new Error('no project was inserted');
    return { companyId: company.id, projectId: project.id };
  });
}

type HookInput = Partial<typeof hooks.$inferInsert> & {
  companyId: number;
  destinationUrl: string;
  /** Resource and event type of each trigger; RFIs create if not given. */
  selected?: [string, 'create' | 'update' | 'delete'][];
};

/** A hook with its secret, queue row and triggers, written past the services. */
export async function insertHook({ db, services }: World, input: HookInput) {
  const { selected = [['RFIs', 'create']], ...columns } = input;
  const secret = newSigningSecret();
  return db.asSystem(async (tx) => {
    const [hook] = await tx
      .insert(hooks)
      .values({ name: 'Hook', namespace: 'procore', payloadVersion: 'v2.0', ...columns })
      .returning();
    if (hook === undefined) throw new Error('no hook was inserted');
    const own = { companyId: hook.companyId, hookId: hook.id };
    await tx.insert(hookSecrets).values({
      ...own,
      secretSealed: sealSigningSecret(services.secretBox, hook, secret),
    });
    if (selected.length > 0) {
      const { projectId } = hook;
      await tx.insert(triggers).values(
        selected.map(([resourceName, eventType]) => ({
          ...own,
          projectId,
          resourceName,
          eventType,
        })),
      );
    }
    await tx.execute(sql`SELECT gancho.sync_hook_queue(${hook.id})`);
    return { ...own, secret };
  });
}
