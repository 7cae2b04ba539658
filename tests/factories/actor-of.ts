import { beginSession, loadUserActor } from '@/server/services/accounts';
import type { Services } from '@/server/services/context';

/** The person as of a session that has just begun; null for one who may have none. */
export async function actorOf(ctx: Pick<Services, 'db'>, userId: number) {
  return loadUserActor({ ctx, input: await beginSession({ ctx, input: { userId } }) });
}
