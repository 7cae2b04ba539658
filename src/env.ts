import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';
import {
  NOT_BUILT,
  type PlatformVariables,
  platformVariables,
  type Variables,
  variables,
} from '@/env-variables';

export type EnvIssue = { variable: string; problem: string; fix: string };

/** Settings that cannot be used: its message lists each variable, what is wrong, what to put there. */
export class EnvError extends Error {
  override name = 'EnvError';
  constructor(readonly issues: readonly EnvIssue[]) {
    super(issues.map(({ variable, problem, fix }) => `${variable} ${problem}: ${fix}`).join('\n'));
  }
}

export type InngestSettings =
  | { mode: 'embedded' }
  | {
      mode: 'server';
      eventKey: string | null;
      signingKey: string | null;
      baseUrl: string | null;
      isDev: boolean;
    };

export type Env = ReturnType<typeof derive>;

/** The settings of a process that serves or works: database and key are certain. */
export type RuntimeEnv = Env & {
  databaseUrl: string;
  migrationDatabaseUrl: string;
  secretKey: Buffer;
};

type Source = Readonly<Record<string, string | undefined>>;

/** @throws EnvError naming every bad or missing variable */
export function loadEnv(source: Source = process.env): Env {
  const given = withoutEmpty(source);
  const parsed = variables.safeParse(given);
  const platform = platformVariables.parse(given);
  if (!parsed.success) {
    const issues = new Map<string, EnvIssue>();
    for (const issue of parsed.error.issues) {
      const variable = String(issue.path[0]);
      if (issues.has(variable)) continue;
      issues.set(variable, { variable, problem: problemOf(variable, given), fix: issue.message });
    }
    throw new EnvError([...issues.values()]);
  }
  const issues = [...missing(parsed.data, platform), ...unread(given)];
  const settings = derive(parsed.data, platform);
  if (isDevInngest(parsed.data) && !settings.isLoopbackOnly) issues.push(openInngest());
  if (issues.length > 0) throw new EnvError(issues);
  return settings;
}

let cached: RuntimeEnv | undefined;

/**
 * This process's settings, read once. Not to be called while a module loads: a build runs without
 * a database.
 * @throws EnvError
 */
export function env(): RuntimeEnv {
  cached ??= runtimeEnv(loadEnv());
  return cached;
}

/** @throws EnvError when the database or the key is missing */
export function runtimeEnv(settings: Env): RuntimeEnv {
  const { databaseUrl, migrationDatabaseUrl, secretKey } = settings;
  if (databaseUrl === null || migrationDatabaseUrl === null) {
    const fix =
      'start with npm start, which brings its own database, or put the address of a Postgres';
    throw new EnvError([{ variable: 'DATABASE_URL', problem: 'is missing', fix }]);
  }
  if (secretKey === null) throw new EnvError([missingKey()]);
  return { ...settings, databaseUrl, migrationDatabaseUrl, secretKey };
}

/** An empty value, as templates and dashboards leave it, is the same as none. */
function withoutEmpty(source: Source): Record<string, string> {
  const entries = Object.entries(source).filter(
    ([, value]) => value !== undefined && value.trim() !== '',
  );
  return Object.fromEntries(entries) as Record<string, string>;
}

const SECRET = /KEY|SECRET|PASSWORD|TOKEN|SMTP_URL|DATABASE_URL/;

function problemOf(variable: string, given: Record<string, string>): string {
  return SECRET.test(variable) ? 'is not valid' : `is "${given[variable]}"`;
}

function missing(v: Variables, platform: PlatformVariables): EnvIssue[] {
  const issues: EnvIssue[] = [];
  const need = (variable: keyof Variables, because: string, fix: string) => {
    if (v[variable] === undefined)
      issues.push({ variable, problem: `is missing (${because})`, fix });
  };
  const onVercel = platform.VERCEL !== undefined;
  if (onVercel) {
    need('DATABASE_URL', 'required on Vercel', 'put the pooled address of a Postgres 15 or newer');
    need('GANCHO_ADMIN_EMAIL', 'required on Vercel', 'put the first admin’s e-mail address');
    need('GANCHO_ADMIN_PASSWORD', 'required on Vercel', 'put the first admin’s password');
    need(
      'INNGEST_EVENT_KEY',
      'required on Vercel',
      'put the event key of your Inngest environment',
    );
    need(
      'INNGEST_SIGNING_KEY',
      'required on Vercel',
      'put the signing key of your Inngest environment',
    );
  } else if (usesInngest(v) && !isDevInngest(v)) {
    const because = 'another Inngest variable is set';
    need('INNGEST_EVENT_KEY', because, 'put the event key of your Inngest server');
    need('INNGEST_SIGNING_KEY', because, 'put the signing key of your Inngest server');
  }
  if ((v.DATABASE_URL || onVercel) && !v.GANCHO_SECRET_KEY) issues.push(missingKey());
  if (v.DATABASE_URL_UNPOOLED) {
    need(
      'DATABASE_URL',
      'DATABASE_URL_UNPOOLED is set',
      'put the address that the application uses',
    );
  }
  if (v.SMTP_URL) need('GANCHO_MAIL_FROM', 'SMTP_URL is set', 'put the sender of e-mails');
  if (v.GANCHO_MAIL_FROM) need('SMTP_URL', 'GANCHO_MAIL_FROM is set', 'put the mail server');
  return issues;
}

function openInngest(): EnvIssue {
  return {
    variable: 'INNGEST_DEV',
    problem: 'lets anyone run the functions, and others than this machine reach this address',
    fix: 'remove it and set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY, or serve 127.0.0.1 alone',
  };
}

/** Kubernetes gives each pod such variables of a service whose name begins with gancho. */
const OF_KUBERNETES = /^\w+_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_\w+)=|^\w+_PORT=[a-z]+:\/\//;

function isRead(name: string, value: string): boolean {
  if (NOT_BUILT.some((planned) => planned === name)) return false;
  if (!name.startsWith('GANCHO_') || name in variables.shape) return true;
  return OF_KUBERNETES.test(`${name}=${value}`);
}

/** A misspelled setting would seem to do something. */
function unread(given: Record<string, string>): EnvIssue[] {
  const entries = Object.entries(given).filter(([name, value]) => !isRead(name, value));
  return entries.map(([variable]) => ({
    variable,
    problem: 'is read by nothing in this version',
    fix: 'remove it, or write its name as in .env.example',
  }));
}

function missingKey(): EnvIssue {
  const fresh = randomBytes(32).toString('base64');
  return {
    variable: 'GANCHO_SECRET_KEY',
    problem: 'is missing',
    fix: `keep one key for the life of the database; here is a fresh one: GANCHO_SECRET_KEY=${fresh}`,
  };
}

function usesInngest(v: Variables): boolean {
  return Boolean(
    v.INNGEST_EVENT_KEY || v.INNGEST_SIGNING_KEY || v.INNGEST_BASE_URL || isDevInngest(v),
  );
}

function isDevInngest(v: Variables): boolean {
  return v.INNGEST_DEV !== undefined && v.INNGEST_DEV !== false;
}

function derive(v: Variables, platform: PlatformVariables) {
  const onVercel = platform.VERCEL !== undefined;
  const host = v.HOST ?? '127.0.0.1';
  const port = v.PORT ?? 3000;
  const publicUrl = v.GANCHO_PUBLIC_URL ?? defaultPublicUrl(host, port, platform);
  const isLoopbackOnly =
    !onVercel && isLoopbackHost(host) && isLoopbackHost(new URL(publicUrl).hostname);
  const isPreview = onVercel && platform.VERCEL_ENV !== 'production';
  return {
    host,
    port,
    publicUrl,
    /** Nobody but this machine reaches us: deliveries may stay on it too, and the sample is on. */
    isLoopbackOnly,
    isVercel: onVercel,
    isProduction: platform.NODE_ENV === 'production',
    databaseUrl: v.DATABASE_URL ?? null,
    migrationDatabaseUrl: v.DATABASE_URL_UNPOOLED ?? v.DATABASE_URL ?? null,
    /** Statements reach the database without a transaction pooler, because it is embedded or both addresses are equal. */
    isDatabaseDirect: v.DATABASE_URL_UNPOOLED === v.DATABASE_URL,
    dataDir: resolve(/* turbopackIgnore: true */ v.GANCHO_DATA_DIR ?? '.gancho'),
    secretKey: v.GANCHO_SECRET_KEY ?? null,
    secretKeyPrevious: v.GANCHO_SECRET_KEY_PREVIOUS ?? null,
    adminEmail: v.GANCHO_ADMIN_EMAIL ?? 'admin@example.com',
    adminPassword: v.GANCHO_ADMIN_PASSWORD ?? null,
    isDemo: v.GANCHO_DEMO ?? isLoopbackOnly,
    allowedPrivateDestinations: allowedDestinations(v, isLoopbackOnly),
    /** CIDRs whose word on where a request comes from counts. */
    trustedProxies: v.GANCHO_TRUSTED_PROXIES ?? [],
    allowHttpDestinations: v.GANCHO_ALLOW_HTTP_DESTINATIONS ?? false,
    retentionDays: v.GANCHO_RETENTION_DAYS ?? 28,
    rateLimitHourly: v.GANCHO_RATE_LIMIT_HOURLY ?? 3600,
    rateLimitBurst: v.GANCHO_RATE_LIMIT_BURST ?? 60,
    publishLimitPerSecond: v.GANCHO_PUBLISH_LIMIT_PER_SECOND ?? null,
    mail: v.SMTP_URL && v.GANCHO_MAIL_FROM ? { url: v.SMTP_URL, from: v.GANCHO_MAIL_FROM } : null,
    inngest: inngestSettings(v),
    /** Previews share production's Inngest app unless they are told to take part. */
    servesFunctions: !isPreview || (v.GANCHO_PREVIEW_DELIVERIES ?? false),
    logLevel: v.LOG_LEVEL ?? 'info',
    frameAncestors: v.GANCHO_FRAME_ANCESTORS?.split(/\s+/) ?? [],
  };
}

function defaultPublicUrl(host: string, port: number, platform: PlatformVariables): string {
  const vercelHost = platform.VERCEL_PROJECT_PRODUCTION_URL ?? platform.VERCEL_URL;
  if (platform.VERCEL !== undefined && vercelHost) return `https://${vercelHost}`;
  const everywhere = ['0.0.0.0', '::'];
  const name = everywhere.includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return new URL(`http://${name}:${port}`).origin;
}

function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '');
  if (bare === 'localhost') return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}

const LOOPBACK = ['127.0.0.0/8', '::1/128'];

function allowedDestinations(v: Variables, isLoopbackOnly: boolean): readonly string[] {
  const asked = v.GANCHO_ALLOWED_PRIVATE_DESTINATIONS;
  if (!isLoopbackOnly || asked?.length === 0) return asked ?? [];
  return [...new Set([...LOOPBACK, ...(asked ?? [])])];
}

function inngestSettings(v: Variables): InngestSettings {
  if (!usesInngest(v)) return { mode: 'embedded' };
  return {
    mode: 'server',
    eventKey: v.INNGEST_EVENT_KEY ?? null,
    signingKey: v.INNGEST_SIGNING_KEY ?? null,
    baseUrl: v.INNGEST_BASE_URL ?? null,
    isDev: isDevInngest(v),
  };
}
