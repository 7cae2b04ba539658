import type { QualityAndSafetyName } from '../quality-and-safety';

export const EN_QUALITY_AND_SAFETY: Readonly<Record<QualityAndSafetyName, string>> = {
  'Form Templates': 'Templates of forms that the projects of the company can fill in.',
  Forms: 'Forms filled in on the project from one of the templates.',
  Incidents: 'Injuries, near misses, property damage and other safety or environmental incidents.',
  'Inspection Checklists':
    'Inspections carried out with a checklist, with the answer to each of its items.',
  'Observation Item Response Logs':
    'Responses and status changes that people add to an observation.',
  'Observation Items':
    'Observations on quality, safety or workmanship that someone has to resolve.',
};
