import { type UseMutationOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useFailureWords } from '@/components/use-failure-words';
import { useTRPC } from '@/trpc/client';

/** Something done to an API client: the list is asked again, and only then is it done. */
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
