import { invalidInput, type ServiceError } from '@/domain/errors';

/** Postgres' code for a text that it cannot store. The text is UTF-8 here, so only a NUL character causes it. */
const NOT_A_TEXT = '22021';

/**
 * The refusal of an input with a NUL character, which names the field; null if the statement failed for another reason.
 */
export async function nulRefusal(
  error: unknown,
  input: () => Promise<unknown>,
): Promise<ServiceError | null> {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (!('code' in at) || at.code !== NOT_A_TEXT) continue;
    const field = positionOfNul(await input())?.join('.') ?? null;
    const message = 'must not contain a NUL character.';
    return invalidInput([{ field, code: 'nul_character', message }]);
  }
  return null;
}

/** The path to the first text or name with a NUL; null if there is none. */
function positionOfNul(value: unknown): string[] | null {
  if (typeof value === 'string') return value.includes('\0') ? [] : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const below = key.includes('\0') ? [] : positionOfNul(inner);
    if (below !== null) return [key.replaceAll('\0', '\\0'), ...below];
  }
  return null;
}
