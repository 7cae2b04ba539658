import { invalidField } from '@/domain/errors';
import { hashPassword } from '@/server/gateways/hashing';
import { isEasyToGuess } from '@/server/gateways/password-strength';
import { heavyWork } from '../heavy-work';

const EASY =
  'is among the first that are guessed: use several words, or let a password manager make one.';

/**
 * Hashes a newly chosen password. Slow.
 * @throws ServiceError `invalid_input` if the password is easy to guess
 */
export async function hashNewPassword(
  password: string,
  person: { userId: number; email: string; name: string },
): Promise<string> {
  const asker = `user ${person.userId}`;
  const [mailbox = '', host = ''] = person.email.split('@');
  const words = [person.email, mailbox, host, `${mailbox}${host}`, person.name];
  if (await heavyWork(asker, password.length, () => isEasyToGuess(password, words)))
    throw invalidField('newPassword', 'common_password', EASY);
  return hashPassword(password, asker);
}
