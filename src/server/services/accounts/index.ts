export { type CompanyPlace, listPlaces } from './list-places';
export { loadProfile, type Profile } from './load-profile';
export { loadUserActor, type UserActor } from './load-user-actor';
export { consumeSignInLink, createSignInLink, SIGN_IN_LINK_TTL_SECONDS } from './sign-in-links';
export { verifyPassword } from './verify-password';
