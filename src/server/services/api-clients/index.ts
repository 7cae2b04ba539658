export { createClient } from './create-client';
export { describeAccess } from './describe-access';
export { endPreviousSecret } from './end-previous-secret';
export { listClients } from './list-clients';
export { revokeClient } from './revoke-client';
export { rotateClientSecret } from './rotate-client-secret';
