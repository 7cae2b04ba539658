export { requireSecretKey } from './require-secret-key';
export { rotateSecretKey } from './rotate-secret-key';
export { type SetUp, setUpInstance } from './set-up-instance';
