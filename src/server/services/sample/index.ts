export { insertSample } from './insert-sample';
export { createSamplePartitions } from './partitions';
export { removeSample } from './remove-sample';
