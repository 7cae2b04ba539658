export { encodeCursor } from './delivery-filter';
export { getDelivery } from './get-delivery';
export { listDeliveries } from './list-deliveries';
