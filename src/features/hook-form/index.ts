export { EditHook } from './edit-hook';
export { NewHook } from './new-hook';
