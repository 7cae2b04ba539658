import { expect, it } from 'vitest';
import { rotateSecretInput } from '@/contracts/hook-actions';
import { createHookInput } from '@/contracts/hooks';
import { problemsOf } from './input-problems';

it('names one problem of a value of the wrong type', () => {
  const { error: ofNumber } = rotateSecretInput.safeParse({ overlapSeconds: 1e300 });
  const { error: ofText } = createHookInput.safeParse({ name: [] });
  const found = [ofNumber, ofText].flatMap((error) => (error ? problemsOf(error) : []));
  for (const field of ['overlapSeconds', 'name'])
    expect(found.filter((problem) => problem.field === field)).toHaveLength(1);
});
