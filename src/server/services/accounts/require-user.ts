import { forbidden } from '@/domain/errors';
import type { Actor } from '../actor';
import type { UserActor } from './load-user-actor';

/** For what belongs to a person: a program has no account of its own. */
export function requireUser(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw forbidden('Only a person who is signed in can do this.');
  return actor;
}
