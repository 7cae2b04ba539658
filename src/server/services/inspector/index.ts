export { clearInspector } from './clear-inspector';
export { getInspected } from './get-inspected';
export { getInspector } from './get-inspector';
export { recordRequest } from './record-request';
export { updateInspector } from './update-inspector';
