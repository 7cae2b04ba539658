export {
  NewHookPage as default,
  newHookMetadata as generateMetadata,
} from '../../../../../form-pages';
