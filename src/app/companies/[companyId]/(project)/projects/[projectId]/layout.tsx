export { PlaceLayout as default } from '../../../../place-layout';
