import { type Answered, type OutageStage, openOutageStage } from '@tests/support/outage-stage';
import { forThisMachine, PATIENCE_MS } from '@tests/support/patience.mjs';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Sql } from '@/server/db/driver';

const LIMIT_MS = 120_000;
/** The promised time, plus some for a machine that runs other work. */
const ANSWER_MS = 2_000 + 500;

let stage: OutageStage;
let end: (() => unknown) | null = null;

beforeAll(async () => {
  stage = await openOutageStage({ isPooled: false });
}, LIMIT_MS);
afterAll(() => stage.close(), LIMIT_MS);

const hooksPath = () =>
  `/rest/v2.0/companies/${stage.companyId}/projects/${stage.projectId}/webhooks/hooks`;
const CALLS: Record<string, () => Promise<Answered>> = {
  token: () => stage.takeToken(),
  list: () => stage.call(hooksPath()),
  write: () =>
    stage.call(hooksPath(), {
      method: 'POST',
      body: JSON.stringify({
        namespace: `n${Math.random()}`,
        payload_version: 'v4.0',
        destination_url: stage.receiver.url,
      }),
    }),
  publish: () => stage.publish(),
};

/** Ends all connections, so that the next ones get the new settings. */
const cutOff = (sql: Sql) => sql`
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'`;

const refuseWrites = (code: string) =>
  stage.administer((sql) =>
    sql.unsafe(`
      CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '${code}'; END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON gancho.pending_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse();
      CREATE TRIGGER refuse BEFORE INSERT ON gancho.access_tokens FOR EACH STATEMENT EXECUTE FUNCTION public.refuse();
      CREATE TRIGGER refuse BEFORE INSERT ON gancho.hooks FOR EACH STATEMENT EXECUTE FUNCTION public.refuse()`),
  );
const takeWrites = () =>
  stage.administer((sql) => sql.unsafe('DROP FUNCTION public.refuse() CASCADE'));

/** The way to break the database, and the way to repair it. States that allow reads answer lists. */
const STATES: [name: string, enter: () => Promise<() => unknown>, canRead?: 'reads'][] = [
  [
    'is away',
    async () => {
      await stage.stopPostgres();
      return () => stage.startPostgres();
    },
  ],
  [
    'takes connections and never answers',
    async () => {
      stage.pausePostgres(true);
      return () => stage.pausePostgres(false);
    },
  ],
  [
    'takes no writes',
    async () => {
      await stage.administer(async (sql) => {
        await sql.unsafe('ALTER SYSTEM SET default_transaction_read_only = on');
        await sql`SELECT pg_reload_conf()`;
        await cutOff(sql);
      });
      return () =>
        stage.administer(async (sql) => {
          await sql.unsafe('ALTER SYSTEM RESET default_transaction_read_only');
          await sql`SELECT pg_reload_conf()`;
          await cutOff(sql);
        });
    },
    'reads',
  ],
  [
    'has no free connection',
    async () => {
      await stage.administer(async (sql) => {
        await sql.unsafe('ALTER ROLE product CONNECTION LIMIT 0');
        await cutOff(sql);
      });
      return () => stage.administer((sql) => sql.unsafe('ALTER ROLE product CONNECTION LIMIT -1'));
    },
  ],
  [
    'holds locks for long',
    async () => {
      let release = () => {};
      const isReleased = new Promise<void>((resolve) => {
        release = resolve;
      });
      let isLocked = () => {};
      const locked = new Promise<void>((resolve) => {
        isLocked = resolve;
      });
      const held = stage.administer((sql) =>
        sql.begin(async (tx) => {
          // In dispatch's order, because a dispatch may be running.
          await tx.unsafe(`LOCK TABLE gancho.pending_events, gancho.access_tokens, gancho.api_clients,
            gancho.hooks IN ACCESS EXCLUSIVE MODE`);
          isLocked();
          await isReleased;
        }),
      );
      await locked;
      return () => {
        release();
        return held;
      };
    },
  ],
  [
    'has taken our rights',
    async () => {
      await stage.administer((sql) =>
        sql.unsafe('REVOKE USAGE ON SCHEMA gancho FROM gancho_tenant, gancho_engine'),
      );
      return () =>
        stage.administer((sql) =>
          sql.unsafe('GRANT USAGE ON SCHEMA gancho TO gancho_tenant, gancho_engine'),
        );
    },
  ],
  ['has a full disk', async () => refuseWrites('53100').then(() => takeWrites), 'reads'],
  ['is out of memory', async () => refuseWrites('53200').then(() => takeWrites), 'reads'],
];

describe('while the database', () => {
  afterEach(async () => {
    await end?.();
    end = null;
    // Each way works again, and its events are delivered.
    await vi.waitFor(
      async () => {
        expect((await stage.publish()).status).toBe(202);
        expect((await stage.takeToken()).status).toBe(200);
      },
      { timeout: PATIENCE_MS },
    );
  }, LIMIT_MS);

  it.each(STATES)(
    '%s, every call is answered by 503 with Retry-After in time',
    async (_name, enter, canRead) => {
      end = await enter();
      // More than there are connections, and again while all of these are in use.
      const answers: [string, Answered][] = [];
      for (let round = 0; round < 3; round += 1) {
        const calls = Object.entries(CALLS).flatMap(([name, call]) =>
          Array.from({ length: 8 }, async () => answers.push([name, await call()])),
        );
        await Promise.all(calls);
      }
      const answerMs = forThisMachine(ANSWER_MS);
      for (const [name, { status, retryAfter, tookMs, text }] of answers) {
        expect(tookMs, name).toBeLessThan(answerMs);
        if (name === 'list' && canRead && status === 200) continue;
        expect([name, status], text).toEqual([name, 503]);
        expect(Number(retryAfter), name).toBeGreaterThan(0);
      }
    },
    LIMIT_MS,
  );
});

it(
  'no process ended, and every event that was accepted arrives',
  async () => {
    await stage.everythingArrives();
    expect(stage.ended()).toEqual([]);
  },
  LIMIT_MS,
);
