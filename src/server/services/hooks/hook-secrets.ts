import type { SecretBox } from '@/server/gateways/secret-box';

/** The hook that a secret belongs to. */
type Owner = { companyId: number; id: number };
/** Headers belong to the server that they were set for. */
export type HeaderOwner = Owner & { destinationUrl: string };

/**
 * The contexts that encrypt the secrets of a hook. A context binds a value to its hook and use, and headers also to
 * their origin. A value that is copied to another row or column cannot be decrypted. After the hook moves to another
 * origin, neither can its headers.
 */
const headersContext = (hook: HeaderOwner) =>
  `company:${hook.companyId}:hook:${hook.id}:headers:${new URL(hook.destinationUrl).origin}`;
const signingContext = (hook: Owner) => `company:${hook.companyId}:hook:${hook.id}:signing-secret`;

export function sealHeaders(box: SecretBox, hook: HeaderOwner, headers: Record<string, string>) {
  return box.seal(JSON.stringify(headers), headersContext(hook));
}

/** @throws SecretBoxError if the key is different or the value was tampered with */
export function openHeaders(box: SecretBox, hook: HeaderOwner, sealed: string) {
  return JSON.parse(box.open(sealed, headersContext(hook))) as Record<string, string>;
}

export function sealSigningSecret(box: SecretBox, hook: Owner, secret: string) {
  return box.seal(secret, signingContext(hook));
}

/** @throws SecretBoxError if the key is different or the value was tampered with */
export function openSigningSecret(box: SecretBox, hook: Owner, sealed: string) {
  return box.open(sealed, signingContext(hook));
}
