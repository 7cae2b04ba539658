export {
  ApiClientsPage as default,
  apiClientsMetadata as generateMetadata,
} from '../../../../admin-pages';
