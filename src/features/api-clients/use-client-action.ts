import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useFailureWords } from '@/components/use-failure-words';
import { useTRPC } from '@/trpc/client';

/** An action on an API client. It is done only when the list has been loaded again. */
export function useClientAction<Input, Output, ErrorLike, Context>(
  options: UseMutationOptions<Output, ErrorLike, Input, Context>,
  onDone?: () => void,
) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useFailureWords();
  const mutation = useMutation({
    ...options,
    onSuccess: async () => {
      await queries.invalidateQueries(trpc.apiClients.list.queryFilter());
      onDone?.();
    },
  });
  return { ...mutation, failure: words(mutation.error) };
}
