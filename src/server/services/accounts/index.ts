export { listPlaces } from './list-places';
export { loadProfile } from './load-profile';
export { loadUserActor, type UserActor } from './load-user-actor';
export { sessionSecret } from './session-secret';
export { consumeSignInLink, createSignInLink } from './sign-in-links';
export { verifyPassword } from './verify-password';
