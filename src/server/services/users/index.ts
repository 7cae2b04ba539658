export { createUser } from './create-user';
export { resetPassword } from './reset-password';
