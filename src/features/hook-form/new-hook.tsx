'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { NoPermission, type Tenant, useAccess, webhooksPath } from '@/features/tenants';
import { type RouterOutputs, useTRPC } from '@/trpc/client';
import type { DestinationRules } from './check-draft';
import { CreatedHook } from './created-hook';
import { type Draft, emptyDraft, settingsOf } from './draft';
import { type EventKey, splitKey } from './events/event-tree';
import { Selection } from './events/selection';
import { HookForm, type SaveResult } from './hook-form';
import { explainFailure } from './save-failure';
import { type Descriptions, useCatalogue } from './use-catalogue';

export function NewHook({
  tenant,
  rules,
  descriptions,
}: {
  tenant: Tenant;
  rules: DestinationRules;
  descriptions: Descriptions;
}) {
  const t = useTranslations('hookForm');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { canWriteHooks } = useAccess();
  const { resources, error, retry } = useCatalogue(tenant, descriptions);
  const create = useMutation(trpc.hooks.create.mutationOptions());
  const [created, setCreated] = useState<RouterOutputs['hooks']['create'] | null>(null);
  const [start] = useState(() => ({ draft: emptyDraft(), selection: new Selection() }));

  const save = async (draft: Draft, selected: readonly EventKey[]): Promise<SaveResult> => {
    const triggers = selected.map(splitKey);
    try {
      setCreated(await create.mutateAsync({ ...tenant, ...settingsOf(draft), triggers }));
    } catch (failure) {
      return explainFailure(failure, draft);
    }
    await queryClient.invalidateQueries({ queryKey: trpc.hooks.list.queryKey() });
    return { isSaved: true };
  };

  if (!canWriteHooks) return <NoPermission />;
  if (created) return <CreatedHook tenant={tenant} hook={created} />;
  if (!resources) {
    if (error) return <QueryFailure titleAs="h1" error={error} onRetry={retry} />;
    return <Skeleton className="h-96 w-full max-w-[880px]" />;
  }
  return (
    <HookForm
      tenant={tenant}
      initial={start.draft}
      rules={rules}
      resources={resources}
      selection={start.selection}
      title={t('createHook')}
      isSaved={false}
      cancelHref={webhooksPath(tenant)}
      onSave={save}
    />
  );
}
