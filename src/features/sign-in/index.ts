export { Entrance } from './entrance';
export { SessionEndedDialog } from './session-ended-dialog';
export { SignInForm } from './sign-in-form';
export { StartForm } from './start-form';
