export { type Inspector, readInspector } from './read-inspector';
export { recordRequest } from './record-request';
export { updateInspector } from './update-inspector';
