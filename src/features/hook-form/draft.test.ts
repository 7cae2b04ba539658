import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingValues } from '@tests/factories/setting-values';
import { expect, test } from 'vitest';
import { STORED_HOOK_SETTINGS } from '@/domain/hook-settings';
import { changesOf, draftOf, settingsOf } from './draft';

test.each(['first', 'second'] as const)(
  'a form that nobody has changed saves every setting as it was: %s values',
  (round) => {
    const { status: _, ...settings } = settingValues(round);
    const saved = {
      ...settings,
      destinationHeaders: Object.entries(settings.destinationHeaders as Record<string, string>),
    };
    const draft = draftOf(saved as Parameters<typeof draftOf>[0]);
    expect(settingsOf(draft)).toEqual(saved);
    expect(changesOf(draft, draft)).toEqual({});
    expect(changesOf(draft, { ...draft, name: 'Other' })).toEqual({ name: 'Other' });
    const headers = [
      ...draft.headers,
      { key: 'new', name: 'X-New', value: 'new-value', saved: null, isPublic: true },
    ];
    expect(Object.keys(changesOf(draft, { ...draft, headers }))).toEqual([
      'destinationHeaders',
      'publicHeaders',
    ]);
  },
);

test('every setting has a control in the form, except the status, which has a button', () => {
  const controls = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx'))
    .map((path) => readFileSync(join(import.meta.dirname, path), 'utf8'))
    .join('\n');
  const without = STORED_HOOK_SETTINGS.filter(
    (name) => name !== 'status' && !new RegExp(`\\b${name}\\b`).test(controls),
  );
  expect(without).toEqual([]);
});
