export { createCompany } from './create-company';
export { listCompanies } from './list-companies';
