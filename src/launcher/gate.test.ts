import { describe, expect, it, vi } from 'vitest';
import { createGate, type Ticket, type Who } from './gate';

const MINUTE = 60_000;
const LIMITS = { atOnce: 1, queueMax: 4, waitMs: MINUTE, stayMs: MINUTE };

/** Lets each key enter in this order. Returns the order of admission, and the refused keys. */
async function run(limits: typeof LIMITS, names: string[]) {
  const gate = createGate(limits);
  const order: string[] = [];
  const refused: string[] = [];
  const whoIs = (name: string): Who => ({
    key: name.replace(/\d/g, ''),
    isSignedIn: name === name.toUpperCase(),
  });
  await Promise.all(
    names.map(async (name) => {
      const ticket = gate.enter(whoIs(name));
      const isIn = await ticket.admitted;
      (isIn ? order : refused).push(name);
      ticket.leave();
    }),
  );
  return { order: order.join(' '), refused: refused.sort().join(' ') };
}

describe('a gate', () => {
  it('lets each key have its turn', async () => {
    const { order } = await run({ ...LIMITS, queueMax: 9 }, ['a1', 'a2', 'a3', 'b1', 'b2', 'c1']);
    expect(order).toBe('a1 a2 b1 c1 a3 b2');
  });

  it('lets signed-in people in three times before one of the others', async () => {
    const names = ['a', 'b1', 'b2', 'C1', 'C2', 'C3', 'C4', 'C5'];
    const { order } = await run({ ...LIMITS, queueMax: 9 }, names);
    expect(order).toBe('a C1 C2 C3 b1 C4 C5 b2');
  });

  it('refuses the newest request of the busiest key, in a full queue', async () => {
    const names = ['a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'b1', 'B1'];
    const { order, refused } = await run(LIMITS, names);
    expect(refused).toBe('a5 a6');
    expect(order).toBe('a1 B1 a2 b1 a3 a4');
  });

  it('refuses a request that waits too long, and does not count one that stays too long', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const gate = createGate({ ...LIMITS, waitMs: 10, stayMs: 30 });
      const enter = (): Ticket => gate.enter({ key: '', isSignedIn: false });
      enter();
      const late = enter();
      vi.advanceTimersByTime(10);
      expect(await late.admitted).toBe(false);
      vi.advanceTimersByTime(15);
      const next = enter();
      vi.advanceTimersByTime(5);
      expect(await next.admitted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it('forgets a request that left while waiting', async () => {
    const gate = createGate(LIMITS);
    const enter = () => gate.enter({ key: '', isSignedIn: false });
    const inside = enter();
    const gone = enter();
    const next = enter();
    gone.leave();
    expect(await gone.admitted).toBe(false);
    inside.leave();
    inside.leave();
    expect(await next.admitted).toBe(true);
    expect(gate.hasRoom()).toBe(false);
  });

  it('admits one of a key until it leaves, also after it has given its slot up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const gate = createGate({ ...LIMITS, atOnce: 2, stayMs: 30, ofKeyMax: 1 });
      const enter = (key: string) => gate.enter({ key, isSignedIn: true });
      const first = enter('a');
      const second = enter('a');
      expect(await enter('b').admitted).toBe(true);
      vi.advanceTimersByTime(30);
      expect(await enter('c').admitted).toBe(true);
      first.leave();
      expect(await second.admitted).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });
});
