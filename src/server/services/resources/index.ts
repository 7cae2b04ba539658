export { createResource } from './create-resource';
