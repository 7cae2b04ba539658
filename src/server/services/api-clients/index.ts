export { createClient } from './create-client';
export { revokeClient } from './revoke-client';
