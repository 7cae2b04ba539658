export { createClient } from './create-client';
export { describeReach } from './describe-reach';
export { endPreviousSecret } from './end-previous-secret';
export { listClients } from './list-clients';
export { revokeClient } from './revoke-client';
export { rotateClientSecret } from './rotate-client-secret';
