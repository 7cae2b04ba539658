export { GUIDES } from './content';
export { GuidePage } from './guide-page';
