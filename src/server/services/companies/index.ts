export { createCompany } from './create-company';
export { insertCompany } from './insert-company';
export { listCompanies } from './list-companies';
export { setQuotas } from './set-quotas';
