/** A stream of numbers in [0, 1) that is the same for the same seed (mulberry32). */
export type Random = () => number;

export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A stream for a seed and a text, so that outcomes do not depend on the order of the calls. */
export function drawn(seed: number, text: string): Random {
  let hash = 2166136261 ^ seed;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 16777619);
  }
  return seeded(hash);
}

export function pick<T>(random: Random, from: readonly T[]): T {
  const one = from[Math.floor(random() * from.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
}

/** `count` of them, each equally often, in an order that the seed decides. */
export function dealt<T>(random: Random, from: readonly T[], count: number): T[] {
  const deck: T[] = [];
  while (deck.length < count) {
    const round = [...from];
    while (round.length > 0) {
      deck.push(...round.splice(Math.floor(random() * round.length), 1));
    }
  }
  return deck.slice(0, count);
}
