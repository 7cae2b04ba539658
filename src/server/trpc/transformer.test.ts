import superjson from 'superjson';
import { expect, it } from 'vitest';
import { transformer } from './transformer';

const { deserialize } = transformer.input;

it('restores dates and undefined, as the console sends them', () => {
  const input = { since: new Date(0), until: undefined, ids: [1], list: [{ at: new Date(5) }] };
  expect(deserialize(superjson.serialize(input))).toEqual(input);
  expect(deserialize({ json: null })).toBeNull();
  expect(deserialize(undefined)).toBeUndefined();
});

it.each([
  ['a set', superjson.serialize({ a: new Set([1]) })],
  ['a map', superjson.serialize({ a: new Map([[1, 2]]) })],
  ['an expression', superjson.serialize({ a: /x/ })],
  ['the same value twice', { json: {}, meta: { referentialEqualities: { a: ['b'] }, v: 1 } }],
  ['very many dates', superjson.serialize(Array.from({ length: 200 }, () => new Date(0)))],
  ['notes that are not notes', { json: {}, meta: { values: { a: [7] } } }],
  ['a null', { json: {}, meta: null }],
])('refuses %s before it restores anything', (_what, input) => {
  expect(() => deserialize(input)).toThrow(/type notes/);
});

it('refuses more values than an input needs, because a schema reports each that is wrong', () => {
  const statuses = Array(6_000).fill('x');
  expect(() => deserialize({ json: { statuses } })).toThrow(/too many values/);
});

it('copies nothing', () => {
  const json = { data: { a: [1] } };
  expect(deserialize({ json })).toBe(json);
});
