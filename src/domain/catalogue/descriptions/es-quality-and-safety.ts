import type { QualityAndSafetyName } from '../quality-and-safety';

export const ES_QUALITY_AND_SAFETY: Readonly<Record<QualityAndSafetyName, string>> = {
  'Form Templates': 'Plantillas de formularios que los proyectos de la empresa pueden completar.',
  Forms: 'Formularios completados en el proyecto a partir de una de las plantillas.',
  Incidents:
    'Lesiones, cuasi accidentes, daños materiales y otros incidentes de seguridad o ambientales.',
  'Inspection Checklists':
    'Inspecciones hechas con una lista de verificación, con la respuesta a cada punto.',
  'Observation Item Response Logs':
    'Respuestas y cambios de estado que las personas agregan a una observación.',
  'Observation Items':
    'Observaciones sobre calidad, seguridad o ejecución que alguien debe resolver.',
};
