import { invalidInput, type ServiceError } from '@/domain/errors';

/**
 * The refusal of an input whose type notes the transformer cannot apply; null for other inputs. The console never sends
 * such an input. Called only for signed-in people, because it reads the input.
 */
export async function unreadableInput(input: () => Promise<unknown>): Promise<ServiceError | null> {
  try {
    await input();
    return null;
  } catch {
    return invalidInput([{ field: null, code: 'invalid', message: 'The input cannot be read.' }]);
  }
}
