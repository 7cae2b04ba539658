export { AccessProvider, useAccess } from './access';
export { NoPermission } from './no-permission';
export { ReadOnlyNote } from './read-only-note';
export { otherRecentTenants, rememberRecentTenant } from './recent-tenants';
export {
  apiClientsPath,
  type CompanyWithProjects,
  findTenant,
  parseId,
  type Tenant,
  webhooksPath,
} from './tenant';
export { TenantPicker } from './tenant-picker';
