import { invalidInput, type ServiceError } from '@/domain/errors';

/**
 * A refusal where the transformer fails at what an input says of its types, which a page never writes; or null. Asked for
 * people who have signed in alone, because it reads the input.
 */
export async function unreadableInput(input: () => Promise<unknown>): Promise<ServiceError | null> {
  try {
    await input();
    return null;
  } catch {
    return invalidInput([{ field: null, code: 'invalid', message: 'The input cannot be read.' }]);
  }
}
