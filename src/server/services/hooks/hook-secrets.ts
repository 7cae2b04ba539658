import type { SecretBox } from '@/server/gateways/secret-box';

/** The hook that a secret belongs to. */
type Owner = { companyId: number; id: number };
/** Its headers are for the server that they were given for. */
export type HeaderOwner = Owner & { destinationUrl: string };

/**
 * Sealing of what a hook keeps secret. The context binds a sealed value to its hook and use, and headers to the
 * origin that they are sent to: copied to another row or column, or left behind when the hook moves, it does not open.
 */
const headersContext = (hook: HeaderOwner) =>
  `company:${hook.companyId}:hook:${hook.id}:headers:${new URL(hook.destinationUrl).origin}`;
const signingContext = (hook: Owner) => `company:${hook.companyId}:hook:${hook.id}:signing-secret`;

export function sealHeaders(box: SecretBox, hook: HeaderOwner, headers: Record<string, string>) {
  return box.seal(JSON.stringify(headers), headersContext(hook));
}

/** @throws SecretBoxError when the key is another or the value was tampered with */
export function openHeaders(box: SecretBox, hook: HeaderOwner, sealed: string) {
  return JSON.parse(box.open(sealed, headersContext(hook))) as Record<string, string>;
}

export function sealSigningSecret(box: SecretBox, hook: Owner, secret: string) {
  return box.seal(secret, signingContext(hook));
}

/** @throws SecretBoxError when the key is another or the value was tampered with */
export function openSigningSecret(box: SecretBox, hook: Owner, sealed: string) {
  return box.open(sealed, signingContext(hook));
}
