import { describe, expect, it } from 'vitest';
import { BUILT_IN_RESOURCES } from './built-in-resources';
import {
  DESCRIPTION_LOCALES,
  type DescriptionLocale,
  resourceDescriptions,
} from './resource-description';

const LENGTH_MAX = 120;

/** Words that show that a sentence is in the wrong language. None of them is a word of the right one. */
const FOREIGN_WORDS: Record<DescriptionLocale, string[]> = {
  en: ['que', 'com', 'con', 'los', 'las', 'del', 'uma', 'una', 'para'],
  'pt-BR': [
    ...['the', 'of', 'and', 'with', 'which', 'from', 'by', 'each', 'such', 'their'],
    ...['el', 'los', 'las', 'del', 'y', 'en', 'con', 'una', 'su', 'sus'],
    ...['deletar', 'logar'],
  ],
  es: [
    ...['the', 'of', 'and', 'with', 'which', 'from', 'by', 'each', 'such', 'their'],
    ...['do', 'os', 'em', 'com', 'uma', 'um', 'seus', 'não', 'são', 'ou', 'tu', 'tus', 'enlace'],
  ],
};

/** Letters, endings and stems that the language does not have. */
const FOREIGN_SPELLING: Record<DescriptionLocale, RegExp> = {
  en: /[^\u0020-\u007e]/,
  'pt-BR': /[ñ¿¡]|ción|ciones|proyect/i,
  es: /[ãõçâêôà]|projet|nh[ao]/i,
};

function wordsOf(sentence: string): string[] {
  return sentence.toLowerCase().match(/\p{Letter}+/gu) ?? [];
}

describe.each(DESCRIPTION_LOCALES)('resource descriptions in %s', (locale) => {
  const sentences = BUILT_IN_RESOURCES.map(({ name }) => resourceDescriptions(locale)[name]);

  it('differ for the 121 resources', () => {
    expect(sentences).toHaveLength(121);
    expect(new Set(sentences).size).toBe(121);
  });

  it('are one sentence of a readable length', () => {
    for (const sentence of sentences) {
      expect(sentence).toMatch(/^\p{Uppercase}[^.!?\n]+\.$/u);
      expect(sentence).not.toMatch(/\s\s|\s[.,;:]|\(\s|\s\)/);
      expect(sentence.length, sentence).toBeGreaterThan(20);
      expect(sentence.length, sentence).toBeLessThanOrEqual(LENGTH_MAX);
    }
  });

  it('are written in that language throughout', () => {
    const foreign = new Set(FOREIGN_WORDS[locale]);
    for (const sentence of sentences) {
      const found = wordsOf(sentence).filter((word) => foreign.has(word));
      expect(found, sentence).toEqual([]);
      expect(sentence).not.toMatch(FOREIGN_SPELLING[locale]);
    }
  });
});

describe('translations', () => {
  it('differ from each other and from English for every resource', () => {
    for (const { name } of BUILT_IN_RESOURCES) {
      const all = DESCRIPTION_LOCALES.map((locale) => resourceDescriptions(locale)[name]);
      expect(new Set(all).size, name).toBe(DESCRIPTION_LOCALES.length);
    }
  });
});
