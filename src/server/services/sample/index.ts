export { insertSample } from './insert-sample';
export { createSamplePartitions } from './partitions';
export { publishSample } from './publish-sample';
export { removeSample } from './remove-sample';
