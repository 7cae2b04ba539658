import { afterEach, expect, it, vi } from 'vitest';
import { sessionGate } from './session-gate';

const stops: (() => void)[] = [];
afterEach(() => {
  sessionGate.open();
  for (const stop of stops.splice(0)) stop();
});

const watch = () => {
  const listener = vi.fn();
  stops.push(sessionGate.watch(listener));
  return listener;
};

it('nobody waits if nobody can sign in', () => {
  expect(sessionGate.wait(() => {})).toBeNull();
  expect(sessionGate.isClosed()).toBe(false);
});

it('releases everybody at once when there is a session again', () => {
  const listener = watch();
  const went: string[] = [];
  sessionGate.wait(() => went.push('first'));
  sessionGate.wait(() => went.push('second'));
  expect(listener).toHaveBeenCalled();
  expect(sessionGate.isClosed()).toBe(true);
  sessionGate.open();
  expect(went).toEqual(['first', 'second']);
  expect(sessionGate.isClosed()).toBe(false);
});

it('closes again for a call that is refused a second time', () => {
  watch();
  sessionGate.wait(() => sessionGate.wait(() => {}));
  sessionGate.open();
  expect(sessionGate.isClosed()).toBe(true);
});

it('forgets a cancelled call', () => {
  watch();
  const go = vi.fn();
  sessionGate.wait(go)?.();
  expect(sessionGate.isClosed()).toBe(false);
  sessionGate.open();
  expect(go).not.toHaveBeenCalled();
});
