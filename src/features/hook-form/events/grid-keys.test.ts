import { expect, test } from 'vitest';
import { buildTree, visibleRows } from './event-tree';
import { actOf, type Focus, isTyped } from './grid-keys';

const tree = buildTree(
  ['RFIs', 'RFI Replies'].map((name) => ({
    name,
    level: 'project' as const,
    category: 'Project Management',
    tool: 'RFIs',
    events: ['create' as const],
    isBuiltIn: true,
    description: '',
  })),
  { isCompany: false, allProjects: false },
);
const [category = '', tool = '', replies = '', rfis = ''] = tree.map(({ id }) => id);
const ALL_OPEN = new Set([category, tool]);

const press = (key: string, at: Focus, open = ALL_OPEN, isControl = false) =>
  actOf({ key, isControl }, at, { rows: visibleRows(tree, open), open, columns: 4, pageRows: 10 });
const on = (rowId: string, column = -1): Focus => ({ rowId, column });
const focus = (rowId: string, column = -1) => ({ act: 'focus', focus: { rowId, column } });

test.each([
  ['ArrowDown', on(category), focus(tool)],
  ['ArrowDown', on(rfis, 2), focus(rfis, 2)],
  ['ArrowUp', on(tool, 1), focus(category, 1)],
  ['ArrowUp', on(category), focus(category)],
  ['PageDown', on(category), focus(rfis)],
  ['PageUp', on(rfis), focus(category)],
  ['Home', on(rfis), focus(category)],
  ['End', on(category), focus(rfis)],
  ['Home', on(rfis, 3), focus(rfis, 0)],
  ['End', on(rfis, 0), focus(rfis, 3)],
  ['ArrowRight', on(category), focus(category, 0)],
  ['ArrowRight', on(rfis, 3), null],
  ['ArrowLeft', on(rfis, 0), focus(rfis)],
  ['ArrowLeft', on(replies), focus(tool)],
  ['ArrowLeft', on(tool), { act: 'close', rowId: tool }],
  ['Enter', on(category), { act: 'close', rowId: category }],
  ['Enter', on(rfis), { act: 'check', focus: on(rfis) }],
  [' ', on(rfis, 2), { act: 'check', focus: on(rfis, 2) }],
  ['*', on(tool), { act: 'openSiblings', rowId: tool }],
  ['Tab', on(tool), null],
] as const)('%s at %j', (key, at, expected) => {
  expect(press(key, at)).toEqual(expected);
});

test('a closed row opens first, and a top row has no parent', () => {
  expect(press('ArrowRight', on(category), new Set())).toEqual({ act: 'open', rowId: category });
  expect(press('ArrowLeft', on(category), new Set())).toBeNull();
});

test('Control and A check all; Control and End leave the row', () => {
  expect(press('a', on(category), ALL_OPEN, true)).toEqual({ act: 'checkAll' });
  expect(press('End', on(category, 2), ALL_OPEN, true)).toEqual(focus(rfis, 2));
});

test('letters and digits go to the search box, shortcuts do not', () => {
  expect(isTyped({ key: 'é', isControl: false })).toBe(true);
  expect(isTyped({ key: 'a', isControl: true })).toBe(false);
  expect(isTyped({ key: ' ', isControl: false })).toBe(false);
  expect(isTyped({ key: 'Enter', isControl: false })).toBe(false);
});
