export { completeSetUp } from './complete-set-up';
export { findSetUp } from './find-set-up';
export { checkKey, checkKeyOfBackup, proverOf, requireSecretKey } from './require-secret-key';
export { rotateSecretKey } from './rotate-secret-key';
export { setUpInstance } from './set-up-instance';
