export { addTrigger } from './add-trigger';
export { addTriggers } from './add-triggers';
export { listTriggers } from './list-triggers';
export { removeTriggers } from './remove-triggers';
