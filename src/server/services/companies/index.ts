export { createCompany } from './create-company';
export { type Company, listCompanies } from './list-companies';
