export * from './api-clients';
export * from './audit-log';
export * from './history';
export * from './hooks';
export * from './people';
export * from './queue';
export * from './tenants';
