export { requireSecretKey } from './require-secret-key';
export { rotateSecretKey } from './rotate-secret-key';
export { setUpInstance } from './set-up-instance';
