import { deriveKey } from '@/server/gateways/secret-box';

/** What sessions are signed with: its own key, so that it reveals nothing of the master's other uses. */
export function sessionSecret(secretKey: Buffer): string {
  return deriveKey(secretKey, 'session_signing').toString('base64');
}
