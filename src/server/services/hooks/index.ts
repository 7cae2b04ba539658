export { createHook } from './create-hook';
export { deleteHook } from './delete-hook';
export { getHook } from './get-hook';
export { listHooks } from './list-hooks';
export { locateHook } from './locate-hook';
export { updateHook } from './update-hook';
