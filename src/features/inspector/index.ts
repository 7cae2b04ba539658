export { InspectorSettings } from './inspector-settings';
export { InspectorView } from './inspector-view';
