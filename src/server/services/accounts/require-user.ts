import { forbidden } from '@/domain/errors';
import type { Actor } from '../actor';
import type { UserActor } from './load-user-actor';

/** Requires a person, because an API client has no account of its own. */
export function requireUser(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw forbidden('Only a person who is signed in can do this.');
  return actor;
}
