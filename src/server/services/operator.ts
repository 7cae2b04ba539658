import { forbidden, invalidField } from '@/domain/errors';
import type { Actor } from './actor';

/** Requires an operator, for actions on the whole installation. No role or scope of a company allows them. */
export function requireOperator(actor: Actor): void {
  if (actor.kind !== 'operator') {
    throw forbidden('Only an operator can do this, on the command line of the server.');
  }
}

const NAME_LENGTH_MAX = 200;

/** @throws ServiceError `invalid_input` */
export function parseName(value: string, field = 'name'): string {
  const name = value.trim();
  if (name === '' || name.length > NAME_LENGTH_MAX || name.includes('\0')) {
    throw invalidField(field, 'invalid_name', `must have 1 to ${NAME_LENGTH_MAX} characters.`);
  }
  return name;
}
