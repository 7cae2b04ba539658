import { initTRPC } from '@trpc/server';
import { tenant } from '@/contracts/tenant';
import { unauthenticated } from '@/domain/errors';
import type { Scope } from '@/domain/scopes';
import { type Actor, authorise } from '@/server/services/actor';
import type { Services } from '@/server/services/context';
import { toServiceError, toTrpcError } from './errors';
import { nulRefusal } from './nul-refusal';
import { transformer } from './transformer';
import { unreadableInput } from './unreadable-input';

/** `actor` is null for a person who has not signed in. */
export type TrpcContext = Services & { actor: Actor | null };

const t = initTRPC
  .context<TrpcContext>()
  .meta<{ scope: Scope }>()
  .create({
    transformer,
    errorFormatter({ shape, error }) {
      const { code, details } = toServiceError(error);
      const { stack: _, ...data } = shape.data;
      return { ...shape, data: { ...data, reason: code, details } };
    },
  });

export const { router, createCallerFactory } = t;

/** The one place that turns a failure into the transport's error. */
const mapErrors = t.middleware(async ({ next, ctx, path, getRawInput }) => {
  // Only the changed property, because tRPC copies the whole context and then this object.
  const result = await next({ ctx: { db: ctx.db.forRequest() } });
  if (result.ok) return result;
  const found = (await nulRefusal(result.error, getRawInput)) ?? toServiceError(result.error);
  const isUnread = found.code === 'internal' && ctx.actor !== null;
  const error = (isUnread ? await unreadableInput(getRawInput) : null) ?? found;
  const fields = { err: error.cause, path };
  if (error.code === 'internal') ctx.log.error(fields, 'A procedure failed');
  if (error.code === 'unavailable') ctx.log.warn(fields, error.message);
  throw toTrpcError(error);
});

export const publicProcedure = t.procedure.use(mapErrors);

/** For a signed-in caller. The service decides which parts of the input are accessible. */
export const signedInProcedure = publicProcedure.use(({ ctx, next }) => {
  if (ctx.actor === null) throw toTrpcError(unauthenticated());
  return next({ ctx: { actor: ctx.actor } });
});

/** For callers that have `scope` in the tenant of the input. */
export function procedureFor(scope: Scope) {
  return signedInProcedure
    .meta({ scope })
    .input(tenant)
    .use(({ ctx, input, next }) => {
      authorise(ctx.actor, input, scope);
      return next();
    });
}
