import { z } from 'zod';
import { hasControls } from '@/domain/control-characters';

/** Characters that take part in a text and show nothing, with the letters that are blank. */
const INVISIBLE = /[\p{Cf}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/gu;

/** A name that people read, in one line. */
export function shownName(lengthMax: number) {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty.')
    .refine((name) => name === '' || name.replace(INVISIBLE, '') !== '', {
      message: 'must have a character that shows.',
      params: { code: 'required' },
    })
    .max(lengthMax, `must have at most ${lengthMax} characters.`)
    .refine((name) => !hasControls(name), {
      message: 'must not contain control characters, nor those that turn the direction of text.',
      params: { code: 'control_character' },
    });
}
