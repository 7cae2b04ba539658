export { HookOverview } from './hook-overview';
export { HooksList } from './hooks-list';
