import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withForbiddenWords } from '@tests/support/forbidden-words';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { DELIVERY_REASONS } from '@/domain/delivery-reasons';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { HOOK_HEALTHS } from '@/domain/hook-state';
import { VERDICTS } from '@/domain/inspection';
import { REDELIVERY_STATES } from '@/domain/redelivery';
import { REMEDIES } from '@/domain/remedy';
import { LANGUAGES, type Language } from './languages';
import en from './messages/en';
import es from './messages/es';
import ptBr from './messages/pt-BR';

type Messages = Record<string, Record<string, string>>;

const languages: Record<Language, Messages> = { en, 'pt-BR': ptBr, es };

/** Chosen by a value at run time: their keys stand in the code as values, not in a call. */
const CHOSEN_BY_VALUE = new Set([
  'health',
  'healthSentence',
  'deliveryStatus',
  'eventType',
  'reason',
  'redeliveryState',
  'hookEvents',
  'hookProblem',
  'inspectorVerdict',
  'language',
  'system',
]);

const NAMING_A_GROUP = /Translations\('\w+'\)/g;

const keysOf = (messages: Messages) =>
  Object.entries(messages).flatMap(([group, texts]) =>
    Object.keys(texts).map((key) => `${group}.${key}`),
  );

/** The names between braces, without what a plural holds inside. */
function argumentsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\s*[,}]/g)].map((match) => match[1] ?? '').sort();
}

function sources(): string[] {
  const root = join(import.meta.dirname, '..');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path) && !path.includes('.test.'))
    .map((path) => readFileSync(join(root, path), 'utf8'));
}

describe.each(LANGUAGES)('%s', (language) => {
  const messages = languages[language];

  test('has every text, and none besides', () => {
    expect(keysOf(messages)).toEqual(keysOf(en));
  });

  test('no text is empty, and each takes what the English one takes', () => {
    for (const [group, texts] of Object.entries(messages)) {
      for (const [key, text] of Object.entries(texts)) {
        expect(text.trim(), `${group}.${key}`).not.toBe('');
        const english = (en as Messages)[group]?.[key] ?? '';
        expect(argumentsOf(text), `${group}.${key}`).toEqual(argumentsOf(english));
      }
    }
  });

  test('keeps to the glossary', () => {
    const all = Object.values(messages).flatMap((texts) => Object.values(texts));
    expect(withForbiddenWords(language, all)).toEqual([]);
  });
});

test('every text is used', () => {
  const files = sources();
  const unused = Object.entries(en).flatMap(([group, texts]) => {
    const users = files.filter((file) => new RegExp(`Translations\\('${group}'\\)`).test(file));
    if (CHOSEN_BY_VALUE.has(group)) return users.length > 0 ? [] : [group];
    return Object.keys(texts)
      .filter((key) => !files.some((file) => file.replace(NAMING_A_GROUP, '').includes(`'${key}'`)))
      .map((key) => `${group}.${key}`);
  });
  expect(unused).toEqual([]);
});

test('every value that is shown has its words', () => {
  expect(Object.keys(en.deliveryStatus)).toEqual([...DELIVERY_STATUSES]);
  expect(Object.keys(en.eventType)).toEqual([...EVENT_TYPES]);
  expect(Object.keys(en.health).sort()).toEqual([...HOOK_HEALTHS].sort());
  expect(Object.keys(en.inspectorVerdict)).toEqual([...VERDICTS]);
  expect(Object.keys(en.language)).toEqual([...LANGUAGES]);
  expect(Object.keys(en.reason).sort()).toEqual([...DELIVERY_REASONS].sort());
  expect(Object.keys(en.redeliveryState)).toEqual([...REDELIVERY_STATES]);
  expect(Object.keys(en.remedy).sort()).toEqual([...REMEDIES].sort());
});
