import { z } from 'zod';
import { hasControls } from '@/domain/control-characters';

/** The kinds of values that flags take. Their messages follow the flag's name. */
const MISSING = 'is required';

export const text = z
  .string({ error: MISSING })
  .refine((value) => value.trim() !== '', 'must not be empty')
  .refine((value) => !hasControls(value), 'must not contain control characters');

export const id = z
  .string({ error: MISSING })
  .regex(/^\d{1,16}$/, 'must be a number')
  .transform(Number);

export function count(max: number) {
  return z
    .string()
    .regex(/^[1-9]\d{0,9}$/, 'must be a whole number from 1')
    .transform(Number)
    .refine((value) => value <= max, `must be ${max} or less`);
}

/** The setting's schema checks its limits. */
export const number = z
  .string()
  .regex(/^\d{1,10}(\.\d{1,6})?$/, 'must be a number')
  .transform(Number);

export function choice<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: ({ input }) => (input === undefined ? MISSING : oneOf(values)) });
}

/** Several values separated by commas. */
export function list<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z
    .string({ error: MISSING })
    .transform((value) => value.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(z.enum(values, { error: `must be made of ${values.join(', ')}` })).min(1));
}

function oneOf(values: readonly string[]): string {
  return `must be one of ${values.join(', ')}`;
}
