export { authenticateToken } from './authenticate-token';
export { issueToken } from './issue-token';
export { revokeToken } from './revoke-token';
export { tokenInfo } from './token-info';
