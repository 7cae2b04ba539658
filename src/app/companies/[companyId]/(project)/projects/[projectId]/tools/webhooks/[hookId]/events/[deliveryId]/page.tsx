export { EventPage as default, generateMetadata } from '../../../../../../../../../pages';
