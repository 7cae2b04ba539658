import { useQueryClient } from '@tanstack/react-query';
import { hookHealth } from '@/domain/hook-state';
import { useHookAction } from '@/features/events';
import { useTRPC } from '@/trpc/client';
import { showAtOnce } from '@/trpc/show-at-once';
import type { HookView } from '../hook-view';

type Status = HookView['status'];

/** Enables or disables a hook. Its page shows the new status at once, and reverts it if the request fails. */
export function useSetStatus(hook: HookView, on: { done: string; onDone: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { companyId, projectId, id: hookId } = hook;
  const mutation = useHookAction(
    trpc.hooks.update.mutationOptions({
      onMutate: ({ status = hook.status }) =>
        showAtOnce<HookView>(
          queries,
          trpc.hooks.get.queryFilter({ companyId, projectId, hookId }),
          (shown) => withStatus(shown, status),
        ),
      onError: (_error, _input, takeBack) => takeBack?.(),
    }),
    on,
  );
  const setStatus = (status: Status) => mutation.mutate({ companyId, projectId, hookId, status });
  return { ...mutation, setStatus };
}

function withStatus(hook: HookView, status: Status): HookView {
  const isDisabled = status === 'disabled';
  const shown = {
    ...hook,
    status,
    disabledReason: isDisabled ? ('admin' as const) : null,
    disabledAt: null,
    disabledBy: null,
    // When a hook is enabled, its circuit is closed.
    isFailing: isDisabled && hook.isFailing,
  };
  return { ...shown, health: hookHealth(shown) };
}
