export { type Inspector, readInspector } from './read-inspector';
export { recordRequest } from './record-request';
export { DELAY_MS_MAX, updateInspector } from './update-inspector';
