export { AccessProvider, useAccess } from './access';
export { NoPermission } from './no-permission';
export {
  apiClientsPath,
  findPlace,
  type Place,
  type PlaceCompany,
  parseId,
  webhooksPath,
} from './place';
export { PlaceChooser } from './place-chooser';
export { ReadOnlyNote } from './read-only-note';
export { otherRecentPlaces, rememberRecentPlace } from './recent-places';
