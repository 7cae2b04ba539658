import type { TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { sessionGate } from '@/lib/session-gate';
import { httpStatusOf } from '@/lib/trpc-status';
import type { AppRouter } from '@/server/trpc/root';

/** The context of a call that only checks whether there is a session. */
export const PROBE = { isProbe: true };

/**
 * Repeats a call that was refused because the session had ended, once there is a new one. The caller only sees a slow
 * call, and typed text is kept.
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
