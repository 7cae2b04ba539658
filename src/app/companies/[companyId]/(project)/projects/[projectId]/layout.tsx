export { TenantLayout as default } from '../../../../tenant-layout';
