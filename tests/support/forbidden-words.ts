import type { Language } from '@/i18n/languages';

/** Words that the glossary replaces, in any text that people read. */
const FORBIDDEN_WORDS: Record<Language, RegExp> = {
  en: /\btrigger|\bwebhook endpoint\b|\bplease\b|\blog ?(in|out)\b|\bemail\b/i,
  'pt-BR':
    /delet|\blogar\b|\blog(in|out)\b|\bhooks?\b|\benlace\b|\bendpoint de extremidade\b|\bgatilho|\bpor favor\b|\bemail\b/i,
  es: /\bvínculo|\bganchos?\b|\bborrado\b|\bvosotros\b|\btú\b|\btu\b|\bloguear|\bdisparador|\bpor favor\b|\bemail\b/i,
};

export function withForbiddenWords(language: Language, texts: readonly string[]): string[] {
  return texts.filter((text) => FORBIDDEN_WORDS[language].test(text));
}
