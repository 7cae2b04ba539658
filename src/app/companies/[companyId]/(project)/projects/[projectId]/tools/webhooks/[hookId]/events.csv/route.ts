export { GET } from '../../../../../../../../events-csv';
