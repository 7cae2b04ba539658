import { TRPCClientError } from '@trpc/client';

/** The HTTP status of a refused or failed call; undefined without an answer. */
export function httpStatusOf(error: unknown): number | undefined {
  const status = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Whether a call was refused because of this field. */
export function isRefusedFor(error: unknown, field: string): boolean {
  const details: unknown = error instanceof TRPCClientError ? error.data?.details : undefined;
  return Array.isArray(details) && details.some((detail) => detail?.field === field);
}
