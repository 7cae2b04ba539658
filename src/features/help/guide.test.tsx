import { withForbiddenWords } from '@tests/support/forbidden-words';
import { isValidElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { LANGUAGES } from '@/i18n/languages';
import en from '@/i18n/messages/en';
import es from '@/i18n/messages/es';
import ptBr from '@/i18n/messages/pt-BR';
import { GUIDES } from './content';
import { GUIDE_ACTIONS } from './content/guide';
import { GUIDE_SECTIONS } from './sections';
import { VERIFY_EXAMPLE } from './verify-example';

const MESSAGES: Record<string, Record<string, Record<string, string>>> = { en, es, 'pt-BR': ptBr };
const ANCHORS: readonly string[] = [
  ...GUIDE_SECTIONS.map(([, id]) => id),
  ...DELIVERY_STATUSES,
  ...GUIDE_ACTIONS,
];

/** Every text of the guide, as markup. */
function texts(part: unknown): string[] {
  if (typeof part === 'string') return [part];
  if (isValidElement(part)) return [renderToStaticMarkup(part)];
  return Object.values(part as object).flatMap(texts);
}

const unescaped = (html: string) => html.replaceAll('&#x27;', "'").replaceAll('&amp;', '&');

describe.each(LANGUAGES)('the guide in %s', (language) => {
  const guide = texts(GUIDES[language]({ retentionDays: 17 }));

  test('keeps to the glossary', () => {
    const words = guide.map((html) => html.replace(/<[^>]+>/g, ' '));
    expect(withForbiddenWords(language, words)).toEqual([]);
  });

  test('names controls exactly as screens show them', () => {
    const labels = Object.values(MESSAGES[language] ?? {}).flatMap((group) => Object.values(group));
    const named = guide.flatMap((html) =>
      [...html.matchAll(/<b>(.*?)<\/b>/g)].map((match) => unescaped(match[1] ?? '')),
    );
    expect(named.filter((name) => !labels.includes(name))).toEqual([]);
  });

  test('links to parts of itself that exist', () => {
    const links = guide.flatMap((html) =>
      [...html.matchAll(/href="#([^"]+)"/g)].map((match) => match[1] ?? ''),
    );
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((id) => !ANCHORS.includes(id))).toEqual([]);
  });

  test('says how long history is kept here', () => {
    expect(guide.some((html) => html.includes('17'))).toBe(true);
  });
});

test('each address of the guide names one part', () => {
  expect(new Set(ANCHORS).size).toBe(ANCHORS.length);
});

test('the example verifies like the library', () => {
  expect(VERIFY_EXAMPLE).toContain('webhook.verify(Buffer.concat(chunks), request.headers)');
  const webhook = new Webhook('whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQ=');
  const body = Buffer.from('{}');
  const sentAt = new Date();
  const headers = {
    'webhook-id': 'id',
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': webhook.sign('id', sentAt, '{}'),
  };
  expect(webhook.verify(body, headers)).toEqual({});
});
