import type { Language } from '@/i18n/languages';
import { english } from './en';
import { spanish } from './es';
import type { Guide, GuideFacts } from './guide';
import { brazilianPortuguese } from './pt-br';

export const GUIDES: Record<Language, (facts: GuideFacts) => Guide> = {
  en: english,
  'pt-BR': brazilianPortuguese,
  es: spanish,
};
