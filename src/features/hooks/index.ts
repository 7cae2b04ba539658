export { HookOverview } from './hook-overview';
export { HooksList } from './hooks-list';
export { hooksInput, parseHooksQuery } from './hooks-query';
