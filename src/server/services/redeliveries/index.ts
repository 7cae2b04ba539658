export { cancelRedelivery, pauseRedelivery, resumeRedelivery } from './control-redelivery';
export { getRedelivery, listRedeliveries } from './get-redelivery';
export { previewRedelivery, startRedelivery } from './start-redelivery';
