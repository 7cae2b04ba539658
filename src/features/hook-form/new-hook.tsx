'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Place, useAccess, webhooksPath } from '@/features/places';
import { type RouterOutputs, useTRPC } from '@/trpc/client';
import type { DestinationRules } from './check-draft';
import { CreatedHook } from './created-hook';
import { type Draft, emptyDraft, settingsOf } from './draft';
import { HookForm, type SaveResult } from './hook-form';
import { NoPermission } from './no-permission';
import { explainFailure } from './save-failure';

export function NewHook({ place, rules }: { place: Place; rules: DestinationRules }) {
  const t = useTranslations('hookForm');
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { canWriteHooks } = useAccess();
  const create = useMutation(trpc.hooks.create.mutationOptions());
  const [created, setCreated] = useState<RouterOutputs['hooks']['create'] | null>(null);
  const [initial] = useState(emptyDraft);

  const save = async (draft: Draft): Promise<SaveResult> => {
    try {
      setCreated(await create.mutateAsync({ ...place, ...settingsOf(draft) }));
    } catch (error) {
      return explainFailure(error, draft);
    }
    await queryClient.invalidateQueries({ queryKey: trpc.hooks.list.queryKey() });
    return { isSaved: true };
  };

  if (!canWriteHooks) return <NoPermission />;
  if (created) return <CreatedHook place={place} hook={created} />;
  return (
    <HookForm
      place={place}
      initial={initial}
      rules={rules}
      title={t('createHook')}
      isSaved={false}
      cancelHref={webhooksPath(place)}
      onSave={save}
    />
  );
}
