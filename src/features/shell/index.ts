export { Shell } from './shell';
export { TopBar } from './top-bar';
