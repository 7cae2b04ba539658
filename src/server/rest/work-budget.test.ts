import { describe, expect, it } from 'vitest';
import { WorkBudget } from './work-budget';

const LIMITS = { atOnce: 100, waiting: 150, waitMs: 60_000 };

/** Enters, and notes its name when it is admitted. */
function watch(budget: WorkBudget, bytes: number, name: string, admitted: string[]) {
  return budget.enter(bytes).then((leave) => {
    admitted.push(name);
    return leave;
  });
}

describe('a work budget', () => {
  it('admits in turn what fits, and refuses at once what may not even wait', async () => {
    const budget = new WorkBudget(LIMITS);
    const admitted: string[] = [];
    const first = await watch(budget, 60, 'first', admitted);
    const second = watch(budget, 60, 'second', admitted);
    // It would fit, but does not overtake.
    const third = watch(budget, 30, 'third', admitted);
    await expect(budget.enter(70)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 1,
    });
    expect(admitted).toEqual(['first']);
    first();
    await Promise.all([second, third]);
    expect(admitted).toEqual(['first', 'second', 'third']);
  });

  it('takes a larger one alone', async () => {
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

  it('refuses what has waited for too long, and goes on with the others', async () => {
    const budget = new WorkBudget({ ...LIMITS, waitMs: 1 });
    const leave = await budget.enter(100);
    await expect(budget.enter(90)).rejects.toMatchObject({ code: 'unavailable' });
    leave();
    (await budget.enter(100))();
    (await budget.enter(100))();
  });
});
