import type { CheckState } from '@/components/ui/checkbox';
import type { EventKey } from './event-tree';

type Selected = ReadonlySet<EventKey>;

/** `null` if there is nothing to check. */
export function stateOf(keys: readonly EventKey[], selected: Selected): CheckState | null {
  if (keys.length === 0) return null;
  const count = keys.reduce((sum, key) => sum + (selected.has(key) ? 1 : 0), 0);
  if (count === 0) return false;
  return count === keys.length ? true : 'mixed';
}

function withKeys(selected: Selected, keys: readonly EventKey[], isOn: boolean): Selected {
  const next = new Set(selected);
  for (const key of keys) {
    if (isOn) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** The selection, outside of React. A click re-renders only the rows whose boxes change. */
export class Selection {
  #selected: Selected;
  readonly #listeners = new Set<() => void>();

  constructor(selected: Iterable<EventKey> = []) {
    this.#selected = new Set(selected);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly read = (): Selected => this.#selected;

  set(keys: readonly EventKey[], isOn: boolean): void {
    this.#selected = withKeys(this.#selected, keys, isOn);
    for (const listener of this.#listeners) listener();
  }

  /** Checks all, or none if all were checked. */
  toggle(keys: readonly EventKey[]): void {
    this.set(keys, stateOf(keys, this.#selected) !== true);
  }
}
