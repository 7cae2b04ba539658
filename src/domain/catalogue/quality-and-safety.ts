import { ALL, CREATE, CREATE_UPDATE } from './event-sets';
import { resourcesOf } from './resource';

const define = resourcesOf('Quality & Safety');

export const QUALITY_AND_SAFETY = [
  define('Form Templates', 'company', 'Forms', ALL),
  define('Forms', 'project', 'Forms', ALL),
  define('Incidents', 'project', 'Incidents', ALL),
  define('Inspection Checklists', 'project', 'Inspections', CREATE_UPDATE),
  define('Observation Item Response Logs', 'project', 'Observations', CREATE),
  define('Observation Items', 'project', 'Observations', ALL),
] as const;

export type QualityAndSafetyName = (typeof QUALITY_AND_SAFETY)[number]['name'];
