export { AccountPage } from './account-page';
export { FollowPreferences } from './follow-preferences';
export { type Account, isTheme, THEMES } from './preferences';
export { usePreferences } from './use-preferences';
