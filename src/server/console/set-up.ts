import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { findSetUp } from '@/server/services/setup';

/** What is left of the set-up for whoever is signed in; null for everyone but the first admin. */
export async function dueSetUp() {
  const actor = await sessionActor();
  return actor && findSetUp({ ctx: container().forRequest(), actor });
}
