import { type InfiniteData, useMutation, useQueryClient } from '@tanstack/react-query';
import { useFailureWords } from '@/components/use-failure-words';
import { type RouterOutputs, useTRPC } from '@/trpc/client';
import { showAtOnce } from '@/trpc/show-at-once';

type Page = RouterOutputs['notifications']['list'];

/** Marks all up to one as read. List and bell show it at once, and revert it if the request fails. */
export function useMarkRead() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useFailureWords();
  const { list, unreadCount, markRead, pathFilter } = trpc.notifications;
  const mutation = useMutation(
    markRead.mutationOptions({
      onMutate: async ({ through }) => {
        const undos = await Promise.all([
          showAtOnce<InfiniteData<Page>>(queries, list.infiniteQueryFilter(), (shown) => ({
            ...shown,
            pages: shown.pages.map((page) => withRead(page, through)),
          })),
          showAtOnce(queries, unreadCount.queryFilter(), () => ({ unread: 0 })),
        ]);
        return () => {
          for (const undo of undos) undo();
        };
      },
      onError: (_error, _input, takeBack) => takeBack?.(),
      onSettled: () => queries.invalidateQueries(pathFilter()),
    }),
  );
  return { ...mutation, failure: words(mutation.error) };
}

function withRead(page: Page, through: number): Page {
  return {
    ...page,
    items: page.items.map((item) => (item.id <= through ? { ...item, isRead: true } : item)),
  };
}
