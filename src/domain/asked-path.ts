/** The header by which src/proxy.ts gives a page the address of its request, because the framework does not. */
export const ASKED_HEADER = 'x-gancho-asked';
