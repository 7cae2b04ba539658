import type { SecretBox } from '@/server/gateways/secret-box';

/**
 * Sealing of what a hook keeps secret. The context binds a sealed value to its company and use: moved to
 * another company's row, or from a header to a signing secret, it does not open. The hook's own id is
 * not part of it, since a value is sealed before its row exists.
 */
const headersContext = (companyId: number) => `company:${companyId}:hook-headers`;
const signingContext = (companyId: number) => `company:${companyId}:hook-signing-secret`;

export function sealHeaders(box: SecretBox, companyId: number, headers: Record<string, string>) {
  return box.seal(JSON.stringify(headers), headersContext(companyId));
}

/** @throws SecretBoxError when the key is another or the value was tampered with */
export function openHeaders(box: SecretBox, companyId: number, sealed: string) {
  return JSON.parse(box.open(sealed, headersContext(companyId))) as Record<string, string>;
}

export function sealSigningSecret(box: SecretBox, companyId: number, secret: string) {
  return box.seal(secret, signingContext(companyId));
}

/** @throws SecretBoxError when the key is another or the value was tampered with */
export function openSigningSecret(box: SecretBox, companyId: number, sealed: string) {
  return box.open(sealed, signingContext(companyId));
}
