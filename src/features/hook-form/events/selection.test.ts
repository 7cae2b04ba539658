import { expect, test, vi } from 'vitest';
import type { EventKey } from './event-tree';
import { Selection, stateOf } from './selection';

const RFIS: EventKey[] = ['RFIs.create', 'RFIs.update'];

test('a box is checked, mixed, empty, or not there at all', () => {
  expect(stateOf(RFIS, new Set(RFIS))).toBe(true);
  expect(stateOf(RFIS, new Set(['RFIs.update']))).toBe('mixed');
  expect(stateOf(RFIS, new Set(['Offices.create']))).toBe(false);
  expect(stateOf([], new Set(RFIS))).toBeNull();
});

test('a mixed box checks all, a checked one unchecks all; others do not change', () => {
  const selection = new Selection(['RFIs.update', 'Offices.create']);
  selection.toggle(RFIS);
  expect([...selection.read()].sort()).toEqual(['Offices.create', ...RFIS]);
  selection.toggle(RFIS);
  expect([...selection.read()]).toEqual(['Offices.create']);
});

test('informs its listeners, and gives the same answer until it changes', () => {
  const selection = new Selection();
  const listener = vi.fn();
  const stop = selection.subscribe(listener);
  const before = selection.read();
  expect(selection.read()).toBe(before);
  selection.set(RFIS, true);
  expect(selection.read()).not.toBe(before);
  stop();
  selection.set(RFIS, false);
  expect(listener).toHaveBeenCalledTimes(1);
});
