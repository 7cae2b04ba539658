export { generateMetadata, WebhooksPage as default } from '../../../../../../pages';
