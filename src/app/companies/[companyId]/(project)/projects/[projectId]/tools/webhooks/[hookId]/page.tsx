export { generateMetadata, HookPage as default } from '../../../../../../../pages';
