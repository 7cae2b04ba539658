export { checkHealth, findingsOf } from './check-health';
