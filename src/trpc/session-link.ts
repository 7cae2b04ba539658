import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { sessionGate } from '@/lib/session-gate';
import { httpStatusOf } from '@/lib/trpc-status';
import type { AppRouter } from '@/server/trpc/root';

/** Passed in a call's context by whoever only wants to know whether there is a session. */
export const PROBE = { isProbe: true };

/**
 * A call that is refused because the session has ended is made again once there is one: to who made it,
 * it took long and nothing more, and what was typed is still there.
 */
export const sessionLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) =>
    observable((observer) => {
      let cancel = () => {};
      const call = () => {
        const subscription = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            const isEnded = httpStatusOf(error) === 401 && op.context.isProbe !== true;
            const stopWaiting = isEnded ? sessionGate.wait(call) : null;
            if (stopWaiting === null) observer.error(error);
            else cancel = stopWaiting;
          },
        });
        cancel = () => subscription.unsubscribe();
      };
      call();
      return () => cancel();
    });
