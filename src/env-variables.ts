import ipaddr from 'ipaddr.js';
import { z } from 'zod';

/**
 * Every variable that the product reads, with its rule. A rule's message says what to put there:
 * it is shown after the variable's name and its bad value.
 */
const YES = ['1', 'true', 'yes', 'on'];
const NO = ['0', 'false', 'no', 'off'];

const text = z.string().trim().min(1);

function flag() {
  const accepted = [...YES, ...NO];
  return z
    .string()
    .transform((value) => value.trim().toLowerCase())
    .refine((value) => accepted.includes(value), { message: 'put 1 (on) or 0 (off)' })
    .transform((value) => YES.includes(value));
}

/** True, false, or the address of a development server of Inngest. */
function inngestDev() {
  const isAddress = (value: string) => /^https?:/.test(value) && URL.canParse(value);
  return text
    .transform((value) => (isAddress(value) ? value : value.toLowerCase()))
    .refine((value) => isAddress(value) || [...YES, ...NO].includes(value), {
      message: 'put 1 (on), 0 (off), or an address like http://localhost:8288',
    })
    .transform((value) => (isAddress(value) ? value : YES.includes(value)));
}

function whole(min: number, max: number) {
  const message = `put a whole number from ${min} to ${max}`;
  return z
    .string()
    .trim()
    .regex(/^\d{1,12}$/, { message })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { message });
}

function url(protocols: string[], example: string) {
  const isGood = (value: string) => {
    const parsed = parseUrl(value);
    return parsed !== null && protocols.includes(parsed.protocol) && parsed.host !== '';
  };
  return text.refine(isGood, { message: `put an address like ${example}` });
}

function parseUrl(value: string): URL | null {
  return URL.canParse(value) ? new URL(value) : null;
}

const DATABASE_EXAMPLE = 'postgres://user:password@host:5432/gancho';

function databaseUrl() {
  // Not the URL class alone: a socket directory or several hosts are legal in such an address.
  return text.regex(/^postgres(ql)?:\/\/\S+$/, {
    message: `put an address like ${DATABASE_EXAMPLE}`,
  });
}

function origin() {
  const example = 'https://gancho.example.com';
  const isOrigin = (value: string) => {
    const parsed = parseUrl(value);
    return parsed !== null && parsed.pathname === '/' && parsed.search === '' && parsed.hash === '';
  };
  return url(['http:', 'https:'], example)
    .refine(isOrigin, { message: `put only scheme, host and port, like ${example}` })
    .transform((value) => new URL(value).origin);
}

function secretKey() {
  return text
    .refine((value) => /^[A-Za-z0-9+/_-]+={0,2}$/.test(value) && keyBytes(value).length === 32, {
      message: 'put 32 random bytes in base64 (44 characters)',
    })
    .transform(keyBytes);
}

function keyBytes(value: string): Buffer {
  return Buffer.from(value, 'base64');
}

function cidrs() {
  return text
    .transform((value) => (value === 'none' ? [] : value.split(/[\s,]+/).filter(Boolean)))
    .refine((list) => list.every((item) => normalCidr(item) !== undefined), {
      message: 'put addresses or CIDRs separated by commas, like 10.1.0.0/16,fd00::/8, or none',
    })
    .transform((list) => list.map((item) => normalCidr(item) ?? item));
}

function normalCidr(item: string): string | undefined {
  if (ipaddr.isValidCIDR(item)) {
    const [address, bits] = ipaddr.parseCIDR(item);
    // Addresses are compared as IPv4 where they are mapped ones.
    if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && bits >= 96)
      return `${address.toIPv4Address().toString()}/${bits - 96}`;
    return `${address.toString()}/${bits}`;
  }
  if (!ipaddr.IPv4.isValidFourPartDecimal(item) && !ipaddr.IPv6.isValid(item)) return undefined;
  const address = ipaddr.process(item);
  return `${address.toString()}/${address.kind() === 'ipv4' ? 32 : 128}`;
}

/** A host, perhaps with scheme, port and `*.` for its subdomains. A scheme or `*` alone would let every site in. */
const FRAME_ANCESTOR = /^(https?:\/\/)?(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:(\d{1,5}|\*))?$/i;

export const variables = z.object({
  PORT: whole(1, 65535).optional(),
  HOST: text.regex(/^[A-Za-z0-9.:_-]+$/, { message: 'put an address or host name' }).optional(),
  GANCHO_PUBLIC_URL: origin().optional(),
  DATABASE_URL: databaseUrl().optional(),
  DATABASE_URL_UNPOOLED: databaseUrl().optional(),
  GANCHO_DATA_DIR: text.optional(),
  GANCHO_SECRET_KEY: secretKey().optional(),
  GANCHO_SECRET_KEY_PREVIOUS: secretKey().optional(),
  GANCHO_ADMIN_EMAIL: z
    .email({ message: 'put an e-mail address' })
    .transform((value) => value.toLowerCase())
    .optional(),
  GANCHO_ADMIN_PASSWORD: z
    .string()
    .min(12, { message: 'put at least 12 characters' })
    .max(1024, { message: 'put at most 1,024 characters' })
    .optional(),
  GANCHO_DEMO: flag().optional(),
  GANCHO_ALLOWED_PRIVATE_DESTINATIONS: cidrs().optional(),
  GANCHO_TRUSTED_PROXIES: cidrs()
    .refine((list) => list.every((item) => !item.endsWith('/0')), {
      message: 'put the addresses of the proxies alone, because others could claim any address',
    })
    .optional(),
  GANCHO_ALLOW_HTTP_DESTINATIONS: flag().optional(),
  GANCHO_RETENTION_DAYS: whole(1, 366).optional(),
  GANCHO_RATE_LIMIT_HOURLY: whole(1, 100_000_000).optional(),
  GANCHO_RATE_LIMIT_BURST: whole(1, 1_000_000).optional(),
  GANCHO_PUBLISH_LIMIT_PER_SECOND: whole(1, 1_000_000).optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtps://user:password@mail.example.com').optional(),
  GANCHO_MAIL_FROM: text
    .regex(/@/, { message: 'put a sender like Gancho <hooks@example.com>' })
    .optional(),
  INNGEST_EVENT_KEY: text.optional(),
  INNGEST_SIGNING_KEY: text.optional(),
  INNGEST_BASE_URL: url(['http:', 'https:'], 'https://inngest.example.com').optional(),
  INNGEST_DEV: inngestDev().optional(),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      message: 'put trace, debug, info, warn, error, fatal or silent',
    })
    .optional(),
  GANCHO_FRAME_ANCESTORS: text
    .refine((list) => list.split(/\s+/).every((item) => FRAME_ANCESTOR.test(item)), {
      message: 'put origins separated by spaces, like https://app.example.com',
    })
    .optional(),
  GANCHO_PREVIEW_DELIVERIES: flag().optional(),
});

/** The variables that the hosting platform sets; nobody puts these into a `.env`. */
export const platformVariables = z.object({
  NODE_ENV: z.string().optional(),
  VERCEL: z.string().optional(),
  VERCEL_ENV: z.string().optional(),
  VERCEL_PROJECT_PRODUCTION_URL: z.string().optional(),
  VERCEL_URL: z.string().optional(),
});

export type Variables = z.infer<typeof variables>;
export type PlatformVariables = z.infer<typeof platformVariables>;

/** Planned settings that nothing reads yet. Set, they would seem to do something. */
export const NOT_BUILT = [
  'AUTH_OIDC_ISSUER',
  'AUTH_OIDC_CLIENT_ID',
  'AUTH_OIDC_CLIENT_SECRET',
  'GANCHO_METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
] as const;
