export { Entrance } from './entrance';
export { SignInForm } from './sign-in-form';
export { StartForm } from './start-form';
