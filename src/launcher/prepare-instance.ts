import { isServiceError } from '@/domain/errors';
import type { RuntimeEnv } from '@/env';
import { LaunchFailure } from '@/launcher/failure';
import { createContainer } from '@/server/container';
import { describeRefusedPurge, findRefusedPurge } from '@/server/engine/maintenance/refused-purge';
import { createSignInLink } from '@/server/services/accounts';
import type { Services } from '@/server/services/context';
import { setUpInstance } from '@/server/services/setup';

export type Preparation = {
  /** A one-time link that signs the first admin in. */
  signInUrl: string | null;
  isAdminNew: boolean;
};

/** Creates the first admin and, if the loopback rule allows it, the sample company. It can be repeated. */
export async function prepareInstance({
  env,
  adminPassword,
  log,
}: {
  env: RuntimeEnv;
  /** The first admin's password, used if there is no admin yet. */
  adminPassword: string;
  log: (line: string) => void;
}): Promise<Preparation> {
  const container = createContainer(env, { connections: 2, applicationName: 'gancho set-up' });
  const ctx = { ...container.services, actor: { kind: 'operator' } as const };
  try {
    const done = await setUpInstance({
      ctx,
      input: {
        secretKey: env.secretKey,
        secretKeyPrevious: env.secretKeyPrevious,
        admin: { email: env.adminEmail, password: adminPassword },
        wantsSample: env.isDemo,
        publicUrl: env.publicUrl,
      },
    });
    if (done.isSampleNew) log('made the sample company');
    const refused = await findRefusedPurge(ctx.db, env.retentionDays);
    if (refused) log(describeRefusedPurge(refused, env.retentionDays));
    // A server's output goes into logs that others read, so there only the first start prints a link.
    const isLinkDue = done.isAdminNew || env.isLoopbackOnly;
    const signInUrl =
      isLinkDue && done.adminUserId !== null
        ? await signInLink(ctx, env.publicUrl, done.adminUserId)
        : null;
    return { signInUrl, isAdminNew: done.isAdminNew };
  } catch (error) {
    throw isServiceError(error) ? new LaunchFailure(error.message) : error;
  } finally {
    await container.close();
  }
}

async function signInLink(ctx: Services, publicUrl: string, userId: number): Promise<string> {
  const { token } = await createSignInLink({ ctx, input: { userId } });
  return `${publicUrl}/start?once=${token}`;
}
