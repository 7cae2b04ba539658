export { type CreatedClient, createClient } from './create-client';
export { describeReach } from './describe-reach';
export { revokeClient } from './revoke-client';
