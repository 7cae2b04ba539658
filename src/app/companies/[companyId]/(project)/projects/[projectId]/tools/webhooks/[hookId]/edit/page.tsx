export {
  EditHookPage as default,
  editHookMetadata as generateMetadata,
} from '../../../../../../../../form-pages';
