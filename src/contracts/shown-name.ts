import { z } from 'zod';
import { hasControls } from '@/domain/control-characters';

/** A name that people read, in one line. */
export function shownName(lengthMax: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty.')
    .max(lengthMax, `must have at most ${lengthMax} characters.`)
    .refine((name) => !hasControls(name), {
      message: 'must not contain control characters, nor those that turn the direction of text.',
      params: { code: 'control_character' },
    });
}
