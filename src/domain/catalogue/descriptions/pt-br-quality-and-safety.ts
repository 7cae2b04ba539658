import type { QualityAndSafetyName } from '../quality-and-safety';

export const PT_BR_QUALITY_AND_SAFETY: Readonly<Record<QualityAndSafetyName, string>> = {
  'Form Templates': 'Modelos de formulário que os projetos da empresa podem preencher.',
  Forms: 'Formulários preenchidos no projeto a partir de um dos modelos.',
  Incidents:
    'Lesões, quase acidentes, danos materiais e outros incidentes de segurança ou ambientais.',
  'Inspection Checklists':
    'Inspeções feitas com uma lista de verificação, com a resposta a cada item.',
  'Observation Item Response Logs':
    'Respostas e mudanças de status que as pessoas acrescentam a uma observação.',
  'Observation Items':
    'Observações sobre qualidade, segurança ou execução que alguém precisa resolver.',
};
