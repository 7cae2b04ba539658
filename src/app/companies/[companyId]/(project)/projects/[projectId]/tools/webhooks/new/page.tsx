export { generateMetadata, NewHookPage as default } from '../../../../../../../form-pages';
