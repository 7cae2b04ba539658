import { deriveKey } from '@/server/gateways/secret-box';

/**
 * The signing secret of sessions. It is a separate key, so that it reveals nothing about the master key's other uses.
 */
export function sessionSecret(secretKey: Buffer): string {
  return deriveKey(secretKey, 'session_signing').toString('base64');
}
