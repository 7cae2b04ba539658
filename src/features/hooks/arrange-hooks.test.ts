import { expect, test } from 'vitest';
import { arrangeHooks } from './arrange-hooks';
import { EVERY_HOOK, type HooksQuery } from './hooks-query';

const hook = (id: number, changes: object = {}) => ({
  id,
  name: `Hook ${id}`,
  destinationUrl: `https://${id}.example.com/in`,
  health: 'healthy' as const,
  payloadVersion: 'v4.0' as const,
  triggerCount: 1,
  lastSuccessAt: null,
  ...changes,
});

const hooks = [
  hook(1, { name: 'Sincronização ERP', triggerCount: 9, lastSuccessAt: new Date(2_000) }),
  hook(2, { name: 'hook 10', health: 'failing', payloadVersion: 'v2.0' }),
  hook(3, { name: 'Hook 9', health: 'retrying', lastSuccessAt: new Date(1_000) }),
];

const ids = (query: Partial<HooksQuery>) =>
  arrangeHooks(hooks, { ...EVERY_HOOK, ...query }).map(({ id }) => id);

test.each<[string, Partial<HooksQuery>, number[]]>([
  ['as created when nothing is asked', {}, [1, 2, 3]],
  ['by name, without accents and case', { search: ' SINCRONIZACAO ' }, [1]],
  ['by endpoint', { search: '3.example' }, [3]],
  ['by status', { status: 'failing' }, [2]],
  ['by payload version', { version: 'v2.0' }, [2]],
  ['by all of them at once', { search: 'hook', status: 'retrying', version: 'v2.0' }, []],
  ['deleted ones as the server gave them', { status: 'deleted' }, [1, 2, 3]],
  ['names as people order them', { sort: { column: 'name', isDescending: false } }, [3, 2, 1]],
  ['what asks for action first', { sort: { column: 'status', isDescending: false } }, [2, 3, 1]],
  ['most events first', { sort: { column: 'events', isDescending: true } }, [1, 2, 3]],
  ['latest delivery first', { sort: { column: 'delivery', isDescending: true } }, [1, 3, 2]],
])('%s', (_, query, expected) => {
  expect(ids(query)).toEqual(expected);
});
