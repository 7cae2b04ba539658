export { ApiClients } from './api-clients';
