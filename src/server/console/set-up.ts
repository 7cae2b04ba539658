import { sessionActor } from '@/server/auth/session';
import { container } from '@/server/container';
import { findSetUp } from '@/server/services/setup';

/** The remaining steps of the set-up for the first admin; null for everyone else. */
export async function dueSetUp() {
  const actor = await sessionActor();
  return actor && findSetUp({ ctx: container().forRequest(), actor });
}
