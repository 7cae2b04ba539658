import type { TreeRow } from './event-tree';

/** -1 is the row itself, then its own box, then a box for each event type. */
export type Focus = { rowId: string; column: number };

export type GridAct =
  | { act: 'focus'; focus: Focus }
  | { act: 'open' | 'close'; rowId: string }
  | { act: 'openSiblings'; rowId: string }
  | { act: 'check'; focus: Focus }
  | { act: 'checkAll' };

export type GridView = {
  rows: readonly TreeRow[];
  open: ReadonlySet<string>;
  /** Columns with boxes, the row's own included. */
  columns: number;
  pageRows: number;
};

type Key = { key: string; isControl: boolean };

/** The effect of a key in the grid, by the ARIA pattern of a tree grid whose rows get the focus first; or nothing. */
export function actOf({ key, isControl }: Key, at: Focus, view: GridView): GridAct | null {
  const { rows, open } = view;
  const index = rows.findIndex(({ id }) => id === at.rowId);
  const row = rows[index];
  if (row === undefined) return null;
  const toRow = (to: number): GridAct => {
    const target = rows[Math.max(0, Math.min(to, rows.length - 1))] ?? row;
    return { act: 'focus', focus: { rowId: target.id, column: at.column } };
  };
  const toColumn = (column: number): GridAct => ({ act: 'focus', focus: { ...at, column } });
  switch (key) {
    case 'ArrowDown':
      return toRow(index + 1);
    case 'ArrowUp':
      return toRow(index - 1);
    case 'PageDown':
      return toRow(index + view.pageRows);
    case 'PageUp':
      return toRow(index - view.pageRows);
    case 'Home':
      return at.column >= 0 && !isControl ? toColumn(0) : toRow(0);
    case 'End':
      return at.column >= 0 && !isControl ? toColumn(view.columns - 1) : toRow(rows.length - 1);
    case 'ArrowRight':
      if (at.column < 0 && row.level < 3 && !open.has(row.id))
        return { act: 'open', rowId: row.id };
      return at.column < view.columns - 1 ? toColumn(at.column + 1) : null;
    case 'ArrowLeft':
      if (at.column >= 0) return toColumn(at.column - 1);
      if (row.level < 3 && open.has(row.id)) return { act: 'close', rowId: row.id };
      return row.parentId === null
        ? null
        : { act: 'focus', focus: { rowId: row.parentId, column: -1 } };
    case 'Enter':
      if (row.level === 3 || at.column >= 0) return { act: 'check', focus: at };
      return { act: open.has(row.id) ? 'close' : 'open', rowId: row.id };
    case ' ':
      return { act: 'check', focus: at };
    case '*':
      return { act: 'openSiblings', rowId: row.id };
    case 'a':
      return isControl ? { act: 'checkAll' } : null;
    default:
      return null;
  }
}

/** A single character goes to the search box, so typing in the grid searches. */
export function isTyped({ key, isControl }: Key): boolean {
  return !isControl && /^[\p{L}\p{N}]$/u.test(key);
}
