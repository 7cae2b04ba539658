export { authenticateToken } from './authenticate-token';
export { issueToken, TOKEN_LIFETIME_SECONDS } from './issue-token';
export { revokeToken } from './revoke-token';
export { tokenInfo } from './token-info';
