export { AccessProvider, useAccess } from './access';
export { findPlace, type Place, type PlaceCompany, parseId, webhooksPath } from './place';
export { PlaceChooser } from './place-chooser';
