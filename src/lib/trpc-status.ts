import { TRPCClientError } from '@trpc/client';

/** The HTTP status that a refused or failed call stands for; undefined when no answer came. */
export function httpStatusOf(error: unknown): number | undefined {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return typeof status === 'number' ? status : undefined;
}
