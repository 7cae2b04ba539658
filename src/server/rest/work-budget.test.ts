import { describe, expect, it } from 'vitest';
import { WorkBudget } from './work-budget';

const LIMITS = { atOnce: 100, waiting: 150, waitMs: 60_000 };

/** Enters the budget, and notes its name when it is admitted. */
function watch(
  budget: WorkBudget,
  bytes: number,
  name: string,
  admitted: string[],
  client = 'one',
) {
  return budget.enter(client, bytes).then((leave) => {
    admitted.push(name);
    return leave;
  });
}

describe('a work budget', () => {
  it('admits bodies that fit in order, and refuses at once a body that may not wait', async () => {
    const budget = new WorkBudget(LIMITS);
    const admitted: string[] = [];
    const first = await watch(budget, 60, 'first', admitted);
    const second = watch(budget, 60, 'second', admitted);
    // It would fit, but does not overtake.
    const third = watch(budget, 30, 'third', admitted);
    await expect(budget.enter('one', 70)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
    });
    expect(admitted).toEqual(['first']);
    first();
    await Promise.all([second, third]);
    expect(admitted).toEqual(['first', 'second', 'third']);
  });

  it('admits a larger one alone', async () => {
    const budget = new WorkBudget({ ...LIMITS, waiting: 1000 });
    const admitted: string[] = [];
    const leave = await watch(budget, 10, 'small', admitted);
    const large = watch(budget, 500, 'large', admitted);
    leave();
    const leaveLarge = await large;
    const next = watch(budget, 10, 'next', admitted);
    expect(admitted).toEqual(['small', 'large']);
    leaveLarge();
    await next;
  });

  it('refuses a body that has waited too long, and continues with the others', async () => {
    const budget = new WorkBudget({ ...LIMITS, waitMs: 1 });
    const leave = await budget.enter('one', 100);
    await expect(budget.enter('one', 90)).rejects.toMatchObject({ code: 'unavailable' });
    leave();
    (await budget.enter('one', 100))();
    (await budget.enter('one', 100))();
  });

  it('gives each client its turn, and drops the newest of the client that fills the queue', async () => {
    const budget = new WorkBudget({ ...LIMITS, waiting: 250 });
    const admitted: string[] = [];
    const leave = await watch(budget, 100, 'first', admitted);
    const flood = [1, 2, 3, 4].map((n) =>
      watch(budget, 60, `flood ${n}`, admitted, 'flood').then((end) => end()),
    );
    const small = watch(budget, 20, 'small', admitted, 'other').then((end) => end());
    await expect(flood[3]).rejects.toMatchObject({ code: 'unavailable' });
    leave();
    await Promise.all([...flood.slice(0, 3), small]);
    expect(admitted).toEqual(['first', 'flood 1', 'small', 'flood 2', 'flood 3']);
  });
});
