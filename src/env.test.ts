import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EnvError, loadEnv, runtimeEnv } from '@/env';
import { NOT_BUILT, variables } from '@/env-variables';

const KEY = Buffer.alloc(32, 7).toString('base64');
const DATABASE = { DATABASE_URL: 'postgres://u:p@db.example.com/gancho', GANCHO_SECRET_KEY: KEY };
const VERCEL = {
  ...DATABASE,
  VERCEL: '1',
  VERCEL_ENV: 'production',
  VERCEL_PROJECT_PRODUCTION_URL: 'hooks.example.com',
  GANCHO_ADMIN_EMAIL: 'Ana@Example.com',
  GANCHO_ADMIN_PASSWORD: 'correct horse',
  INNGEST_EVENT_KEY: 'e',
  INNGEST_SIGNING_KEY: 's',
};

function issuesOf(source: Record<string, string>) {
  try {
    loadEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.issues;
    throw error;
  }
  return [];
}

describe('loadEnv', () => {
  it('needs nothing at all', () => {
    expect(loadEnv({})).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      isLoopbackOnly: true,
      isDemo: true,
      allowedPrivateDestinations: ['127.0.0.0/8', '::1/128'],
      allowHttpDestinations: false,
      databaseUrl: null,
      secretKey: null,
      adminEmail: 'admin@example.com',
      retentionDays: 28,
      rateLimitHourly: 3600,
      rateLimitBurst: 60,
      publishLimitPerSecond: null,
      inngest: { mode: 'embedded' },
      servesFunctions: true,
    });
  });

  it('takes an empty value for none', () => {
    expect(loadEnv({ PORT: '', GANCHO_DEMO: ' ' })).toMatchObject({ port: 3000, isDemo: true });
  });

  it.each([
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '127.8.0.1' }, true],
    [{ GANCHO_PUBLIC_URL: 'http://localhost:3000' }, true],
    [{ HOST: '0.0.0.0' }, false],
    [{ HOST: '192.168.1.4' }, false],
    [{ GANCHO_PUBLIC_URL: 'https://hooks.example.com' }, false],
    [{ GANCHO_PUBLIC_URL: 'https://localhost.example.com' }, false],
  ])('loopback rule: %j is this machine only: %s', (source: Record<string, string>, expected) => {
    const env = loadEnv(source);
    expect(env.isLoopbackOnly).toBe(expected);
    expect(env.isDemo).toBe(expected);
    expect(env.allowedPrivateDestinations.length > 0).toBe(expected);
  });

  it('lets a variable decide against the loopback rule', () => {
    expect(loadEnv({ GANCHO_DEMO: 'off' }).isDemo).toBe(false);
    expect(loadEnv({ HOST: '0.0.0.0', GANCHO_DEMO: '1' }).isDemo).toBe(true);
    const none = { GANCHO_ALLOWED_PRIVATE_DESTINATIONS: 'none' };
    expect(loadEnv(none).allowedPrivateDestinations).toEqual([]);
    const some = {
      HOST: '0.0.0.0',
      GANCHO_ALLOWED_PRIVATE_DESTINATIONS: '10.1.0.0/16, 192.168.1.9,fd00::/8',
    };
    expect(loadEnv(some).allowedPrivateDestinations).toEqual([
      '10.1.0.0/16',
      '192.168.1.9/32',
      'fd00::/8',
    ]);
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '0'],
    ['PORT', '70000'],
    ['HOST', 'a b'],
    ['GANCHO_PUBLIC_URL', 'gancho.example.com'],
    ['GANCHO_PUBLIC_URL', 'https://example.com/gancho'],
    ['GANCHO_ADMIN_EMAIL', 'admin'],
    ['GANCHO_DEMO', 'maybe'],
    ['GANCHO_ALLOWED_PRIVATE_DESTINATIONS', '10.0.0.0/64'],
    ['GANCHO_ALLOWED_PRIVATE_DESTINATIONS', 'intranet'],
    ['GANCHO_RETENTION_DAYS', '2.5'],
    ['LOG_LEVEL', 'loud'],
    ['GANCHO_FRAME_ANCESTORS', "'self'; script-src *"],
    ['GANCHO_FRAME_ANCESTORS', 'https://exämple.com'],
    ['GANCHO_FRAME_ANCESTORS', 'https://a.example,https://b.example'],
    ['GANCHO_FRAME_ANCESTORS', '*'],
    ['GANCHO_FRAME_ANCESTORS', 'https://a.example https:'],
    ['GANCHO_TRUSTED_PROXIES', '10.0.0.1,0.0.0.0/0'],
    ['GANCHO_TRUSTED_PROXIES', '::/0'],
    ['INNGEST_DEV', 'maybe'],
  ])('names %s when it is %j, and says what to put there', (variable, value) => {
    expect(issuesOf({ [variable]: value })).toEqual([
      { variable, problem: `is "${value}"`, fix: expect.stringMatching(/^put /) },
    ]);
  });

  it('never repeats a bad secret', () => {
    const source = { GANCHO_SECRET_KEY: 'hunter2', DATABASE_URL: 'mysql://u:hunter2@db/x' };
    const issues = issuesOf(source);
    expect(issues.map((issue) => issue.variable).sort()).toEqual([
      'DATABASE_URL',
      'GANCHO_SECRET_KEY',
    ]);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  it('hands out a fresh key to paste when a database has none', () => {
    const [issue] = issuesOf({ DATABASE_URL: DATABASE.DATABASE_URL });
    const key = /GANCHO_SECRET_KEY=(\S+)$/.exec(issue?.fix ?? '')?.[1];
    expect(loadEnv({ ...DATABASE, GANCHO_SECRET_KEY: String(key) }).secretKey).toHaveLength(32);
  });

  it('lists all that Vercel needs', () => {
    expect(issuesOf({ VERCEL: '1' }).map((issue) => issue.variable)).toEqual([
      'DATABASE_URL',
      'GANCHO_ADMIN_EMAIL',
      'GANCHO_ADMIN_PASSWORD',
      'INNGEST_EVENT_KEY',
      'INNGEST_SIGNING_KEY',
      'GANCHO_SECRET_KEY',
    ]);
  });

  it('on Vercel uses the production address, and leaves previews out of deliveries unless asked', () => {
    expect(loadEnv(VERCEL)).toMatchObject({
      publicUrl: 'https://hooks.example.com',
      isLoopbackOnly: false,
      adminEmail: 'ana@example.com',
      servesFunctions: true,
    });
    const preview = { ...VERCEL, VERCEL_ENV: 'preview' };
    expect(loadEnv(preview).servesFunctions).toBe(false);
    expect(loadEnv({ ...preview, GANCHO_PREVIEW_DELIVERIES: '1' }).servesFunctions).toBe(true);
  });

  it.each([
    [{ INNGEST_BASE_URL: 'http://inngest:8288' }, ['INNGEST_EVENT_KEY', 'INNGEST_SIGNING_KEY']],
    [{ INNGEST_DEV: '1' }, []],
    [{ INNGEST_DEV: 'False' }, []],
    [{ SMTP_URL: 'smtp://mail.example.com' }, ['GANCHO_MAIL_FROM']],
    [{ GANCHO_MAIL_FROM: 'hooks@example.com' }, ['SMTP_URL']],
    [
      { GANCHO_RATE_LIMIT: '5', GANCHO_ALLOW_HTTP_DESTINATION: '1', GANCHO_PORT: '8080' },
      ['GANCHO_RATE_LIMIT', 'GANCHO_ALLOW_HTTP_DESTINATION', 'GANCHO_PORT'],
    ],
    [
      {
        GANCHO_SERVICE_HOST: '10.0.0.1',
        GANCHO_WEB_PORT_3000_TCP_ADDR: '10.0.0.1',
        GANCHO_PORT: 'tcp://x',
      },
      [],
    ],
    [{ DATABASE_URL_UNPOOLED: 'postgres://db/x' }, ['DATABASE_URL']],
  ])('%j is refused because of %j', (source: Record<string, string>, expected) => {
    expect(issuesOf(source).map((issue) => issue.variable)).toEqual(expected);
  });

  it.each([
    { INNGEST_DEV: '1', HOST: '0.0.0.0' },
    { INNGEST_DEV: 'http://localhost:8288', GANCHO_PUBLIC_URL: 'https://hooks.example' },
    { ...VERCEL, INNGEST_DEV: '1' },
  ])('refuses unsigned calls of Inngest where others reach it: %j', (source) => {
    expect(issuesOf(source).map(({ variable }) => variable)).toEqual(['INNGEST_DEV']);
    expect(issuesOf({ ...source, INNGEST_DEV: '0' })).not.toContainEqual(
      expect.objectContaining({ variable: 'INNGEST_DEV' }),
    );
  });

  it.each(NOT_BUILT)('refuses %s, which nothing reads yet', (variable) => {
    expect(issuesOf({ [variable]: 'x' })).toEqual([
      {
        variable,
        problem: 'is read by nothing in this version',
        fix: 'remove it, or write its name as in .env.example',
      },
    ]);
    expect(issuesOf({ [variable]: '' })).toEqual([]);
  });

  it('uses Inngest whenever one of its variables is set', () => {
    for (const off of ['0', 'False', ' OFF '])
      expect(loadEnv({ INNGEST_DEV: off }).inngest.mode).toBe('embedded');
    expect(loadEnv({ INNGEST_DEV: 'http://localhost:8288' }).inngest).toMatchObject({
      mode: 'server',
      isDev: true,
    });
  });

  it('gives a serving process a database and a key, or says which is missing', () => {
    expect(runtimeEnv(loadEnv(DATABASE)).migrationDatabaseUrl).toBe(DATABASE.DATABASE_URL);
    expect(() => runtimeEnv(loadEnv({}))).toThrow(/^DATABASE_URL is missing/);
  });
});

it('prepares statements only where no pooler can stand before the database', () => {
  const { DATABASE_URL } = DATABASE;
  expect(loadEnv({}).isDatabaseDirect).toBe(true);
  expect(loadEnv(DATABASE).isDatabaseDirect).toBe(false);
  expect(loadEnv({ ...DATABASE, DATABASE_URL_UNPOOLED: DATABASE_URL }).isDatabaseDirect).toBe(true);
  const unpooled = { DATABASE_URL_UNPOOLED: 'postgres://db.example/other' };
  expect(loadEnv({ ...DATABASE, ...unpooled }).isDatabaseDirect).toBe(false);
});

describe('.env.example', () => {
  it('lists every variable, once, commented out', () => {
    const file = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
    const listed = [...file.matchAll(/^#([A-Z_]+)=/gm)].map((match) => match[1]);
    expect(listed.sort()).toEqual(Object.keys(variables.shape).sort());
    expect(file).not.toMatch(/^[A-Z_]+=/m);
  });
});
