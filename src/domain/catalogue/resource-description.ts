import type { BuiltInResourceName } from './built-in-resources';
import { EN_CONSTRUCTION_FINANCIALS } from './descriptions/en-construction-financials';
import { EN_CORE } from './descriptions/en-core';
import { EN_PROJECT_MANAGEMENT } from './descriptions/en-project-management';
import { EN_QUALITY_AND_SAFETY } from './descriptions/en-quality-and-safety';
import { ES_CONSTRUCTION_FINANCIALS } from './descriptions/es-construction-financials';
import { ES_CORE } from './descriptions/es-core';
import { ES_PROJECT_MANAGEMENT } from './descriptions/es-project-management';
import { ES_QUALITY_AND_SAFETY } from './descriptions/es-quality-and-safety';
import { PT_BR_CONSTRUCTION_FINANCIALS } from './descriptions/pt-br-construction-financials';
import { PT_BR_CORE } from './descriptions/pt-br-core';
import { PT_BR_PROJECT_MANAGEMENT } from './descriptions/pt-br-project-management';
import { PT_BR_QUALITY_AND_SAFETY } from './descriptions/pt-br-quality-and-safety';

/** English, Portuguese of Brazil, Spanish of Latin America. */
export const DESCRIPTION_LOCALES = ['en', 'pt-BR', 'es'] as const;
export type DescriptionLocale = (typeof DESCRIPTION_LOCALES)[number];

type Descriptions = Readonly<Record<BuiltInResourceName, string>>;

/** Each part is typed by its category's names, so a missing or misspelt name does not compile. */
const DESCRIPTIONS: Readonly<Record<DescriptionLocale, Descriptions>> = {
  en: {
    ...EN_CONSTRUCTION_FINANCIALS,
    ...EN_CORE,
    ...EN_PROJECT_MANAGEMENT,
    ...EN_QUALITY_AND_SAFETY,
  },
  'pt-BR': {
    ...PT_BR_CONSTRUCTION_FINANCIALS,
    ...PT_BR_CORE,
    ...PT_BR_PROJECT_MANAGEMENT,
    ...PT_BR_QUALITY_AND_SAFETY,
  },
  es: {
    ...ES_CONSTRUCTION_FINANCIALS,
    ...ES_CORE,
    ...ES_PROJECT_MANAGEMENT,
    ...ES_QUALITY_AND_SAFETY,
  },
};

/** One sentence per name that describes the resource, for people who know construction but not the API. */
export function resourceDescriptions(locale: DescriptionLocale): Descriptions {
  return DESCRIPTIONS[locale];
}
