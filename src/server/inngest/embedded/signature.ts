import { createHmac, hkdfSync } from 'node:crypto';

/** JSON with sorted keys and no spaces (RFC 8785). Request signatures cover this form. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value))
    return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** The value of `x-inngest-signature` for a canonical body. A key's prefix `signkey-<env>-` is not part of the key. */
export function signBody(canonicalBody: string, signingKey: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1000);
  const key = signingKey.replace(/^signkey-\w+-/, '');
  const mac = createHmac('sha256', key).update(canonicalBody).update(String(seconds));
  return `t=${seconds}&s=${mac.digest('hex')}`;
}

/** The embedded engine's own signing key. It is the same in every process that shares the secret key. */
export function deriveSigningKey(secretKey: Uint8Array): string {
  const bytes = hkdfSync('sha256', secretKey, '', 'gancho/inngest-signing-key', 32);
  return `signkey-embedded-${Buffer.from(bytes).toString('hex')}`;
}
