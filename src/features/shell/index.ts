export { PersonPage } from './person-page';
export { PublicBar } from './public-bar';
export { Shell } from './shell';
export { TopBar } from './top-bar';
