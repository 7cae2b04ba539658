export { AccountPage } from './account-page';
export { FollowPreferences } from './follow-preferences';
export { LanguageSelect } from './language-select';
export { type Account, isTheme, THEMES } from './preferences';
export { TimeZoneSelect } from './time-zone-select';
export { usePreferences } from './use-preferences';
