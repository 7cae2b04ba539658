export { auditAccount } from './audit-account';
export { changePassword } from './change-password';
export { accountOf, getAccount } from './get-account';
export { hashNewPassword } from './hash-new-password';
export { type Admin, listAdmins } from './list-admins';
export { listTenants } from './list-tenants';
export { loadUserActor, type UserActor } from './load-user-actor';
export { replacePassword } from './replace-password';
export { requireUser } from './require-user';
export { searchTenants } from './search-tenants';
export { sessionSecret } from './session-secret';
export {
  beginSession,
  endSession,
  endSessionsOf,
  type Proven,
  SESSION_SECONDS,
} from './sessions';
export { consumeSignInLink, createSignInLink } from './sign-in-links';
export { updateAccount } from './update-account';
export { verifyPassword } from './verify-password';
