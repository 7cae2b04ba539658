export { listResources } from './list-resources';
