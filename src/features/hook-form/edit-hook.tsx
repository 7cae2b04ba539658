'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { type Place, useAccess, webhooksPath } from '@/features/places';
import { type RouterOutputs, useTRPC } from '@/trpc/client';
import type { DestinationRules } from './check-draft';
import { type Draft, draftOf, settingsOf } from './draft';
import { HookForm, type SaveResult } from './hook-form';
import { NoPermission } from './no-permission';
import { explainFailure } from './save-failure';

export function EditHook({
  place,
  hookId,
  rules,
}: {
  place: Place;
  hookId: number;
  rules: DestinationRules;
}) {
  const trpc = useTRPC();
  const { canWriteHooks } = useAccess();
  const hook = useQuery(trpc.hooks.get.queryOptions({ ...place, hookId }));

  if (!canWriteHooks) return <NoPermission />;
  if (hook.data) return <SavedHookForm place={place} hook={hook.data} rules={rules} />;
  if (hook.isError)
    return <QueryFailure titleAs="h1" error={hook.error} onRetry={() => hook.refetch()} />;
  return <Skeleton className="h-96 w-full max-w-[880px]" />;
}

/** Starts from the hook as it was when the page came; what is read again later changes nothing typed. */
function SavedHookForm({
  place,
  hook,
  rules,
}: {
  place: Place;
  hook: RouterOutputs['hooks']['get'];
  rules: DestinationRules;
}) {
  const t = useTranslations('hookForm');
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const update = useMutation(trpc.hooks.update.mutationOptions());
  const [start] = useState(() => ({ name: hook.name, draft: draftOf(hook) }));
  const path = `${webhooksPath(place)}/${hook.id}`;

  const save = async (draft: Draft): Promise<SaveResult> => {
    const { payloadVersion: _, ...settings } = settingsOf(draft);
    try {
      await update.mutateAsync({ ...place, hookId: hook.id, ...settings });
    } catch (error) {
      return explainFailure(error, draft);
    }
    await queryClient.invalidateQueries({ queryKey: trpc.hooks.pathKey() });
    router.push(path);
    return { isSaved: true };
  };

  return (
    <HookForm
      place={place}
      initial={start.draft}
      rules={rules}
      title={t('editHook', { name: start.name })}
      isSaved
      cancelHref={path}
      onSave={save}
    />
  );
}
