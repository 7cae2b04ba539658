export { encodeCursor } from './delivery-filter';
export { exportDeliveries } from './export-deliveries';
export { findByResource } from './find-by-resource';
export { findNeighbours } from './find-neighbours';
export { getDelivery } from './get-delivery';
export { listChanges } from './list-changes';
export { listDeliveries } from './list-deliveries';
export { redeliver } from './redeliver';
