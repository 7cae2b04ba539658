export { EditHookPage as default, generateMetadata } from '../../../../../../form-pages';
