'use client';

import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '@/components/toaster';
import { useFailureWords } from '@/components/use-failure-words';
import { useTRPC } from '@/trpc/client';

/** Runs an action on a hook. It loads all queries of hooks, deliveries and redeliveries again before it reports `done`. */
export function useHookAction<Input, Output, ErrorLike, Context>(
  options: UseMutationOptions<Output, ErrorLike, Input, Context>,
  { done, onDone }: { done?: string; onDone?: (output: Output) => void } = {},
) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useFailureWords();
  const mutation = useMutation({
    ...options,
    onSuccess: async (output) => {
      await Promise.all([
        queries.invalidateQueries(trpc.hooks.pathFilter()),
        queries.invalidateQueries(trpc.deliveries.pathFilter()),
        queries.invalidateQueries(trpc.redeliveries.pathFilter()),
      ]);
      if (done !== undefined) toast(done);
      onDone?.(output);
    },
  });
  return { ...mutation, failure: words(mutation.error) };
}
