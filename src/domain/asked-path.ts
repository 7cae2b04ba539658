/** By which src/proxy.ts tells pages at what address they were asked for: the framework does not. */
export const ASKED_HEADER = 'x-gancho-asked';
