'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { NoPermission, type Tenant, useAccess, webhooksPath } from '@/features/tenants';
import { type RouterOutputs, useTRPC } from '@/trpc/client';
import type { DestinationRules } from './check-draft';
import { changesOf, type Draft, draftOf } from './draft';
import { type EventKey, eventKey, type ListedResource, splitKey } from './events/event-tree';
import { Selection } from './events/selection';
import { HookForm, type SaveResult } from './hook-form';
import { explainFailure } from './save-failure';
import { type Descriptions, useCatalogue } from './use-catalogue';

type Given = { tenant: Tenant; rules: DestinationRules };

export function EditHook({
  hookId,
  descriptions,
  ...given
}: Given & { hookId: number; descriptions: Descriptions }) {
  const trpc = useTRPC();
  const { canWriteHooks } = useAccess();
  const input = { ...given.tenant, hookId };
  const hook = useQuery(trpc.hooks.get.queryOptions({ ...input, liveOnly: true }));
  const triggers = useQuery(trpc.triggers.list.queryOptions(input));
  const catalogue = useCatalogue(given.tenant, descriptions);

  if (!canWriteHooks) return <NoPermission />;
  const failed = [hook, triggers].find((query) => query.isError);
  const error = failed?.error ?? catalogue.error;
  if (hook.data && triggers.data && catalogue.resources) {
    return (
      <SavedHookForm
        {...given}
        hook={hook.data}
        triggers={triggers.data.items}
        resources={catalogue.resources}
      />
    );
  }
  if (error) {
    const retry = failed?.refetch ?? catalogue.retry;
    return <QueryFailure titleAs="h1" error={error} onRetry={() => retry()} />;
  }
  return <Skeleton className="h-96 w-full max-w-[880px]" />;
}

/** Starts from the hook as it was when the page loaded. Later loads change no typed value. */
function SavedHookForm({
  tenant,
  rules,
  hook,
  triggers,
  resources,
}: Given & {
  hook: RouterOutputs['hooks']['get'];
  triggers: RouterOutputs['triggers']['list']['items'];
  resources: readonly ListedResource[];
}) {
  const t = useTranslations('hookForm');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const update = useMutation(trpc.hooks.update.mutationOptions());
  const [start] = useState(() => {
    const keys = new Set(triggers.map((at) => eventKey(at.resourceName, at.eventType)));
    const { name, revision } = hook;
    return { name, revision, draft: draftOf(hook), keys, selection: new Selection(keys) };
  });
  const path = `${webhooksPath(tenant)}/${hook.id}`;

  const save = async (
    draft: Draft,
    selected: readonly EventKey[],
    isOverwriting: boolean,
  ): Promise<SaveResult> => {
    const isSelectionChanged =
      selected.length !== start.keys.size || selected.some((key) => !start.keys.has(key));
    const input = {
      ...{ ...tenant, hookId: hook.id },
      ...changesOf(start.draft, draft),
      ...(isSelectionChanged ? { triggers: selected.map(splitKey) } : {}),
      ...(isOverwriting ? {} : { ifRevision: start.revision }),
    };
    try {
      await update.mutateAsync(input);
    } catch (failure) {
      return explainFailure(failure, draft);
    }
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: trpc.hooks.pathKey() }),
      queryClient.invalidateQueries({ queryKey: trpc.triggers.pathKey() }),
    ]);
    router.push(path);
    return { isSaved: true };
  };

  return (
    <HookForm
      tenant={tenant}
      initial={start.draft}
      rules={rules}
      resources={resources}
      selection={start.selection}
      title={t('editHook', { name: start.name })}
      isSaved
      cancelHref={path}
      onSave={save}
    />
  );
}
