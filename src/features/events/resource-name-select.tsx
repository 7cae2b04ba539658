'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { MultiSelect } from './multi-select';

/** Offers the resources that the hook selects. The list is loaded when it is opened. */
export function ResourceNameSelect({
  tenant,
  hookId,
  chosen,
  onChange,
}: {
  tenant: Tenant;
  hookId: number;
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  const t = useTranslations('events');
  const trpc = useTRPC();
  const [isOpen, setIsOpen] = useState(false);
  const selected = useQuery(
    trpc.triggers.list.queryOptions({ ...tenant, hookId }, { enabled: isOpen }),
  );
  // A chosen name can be removed, even if the hook no longer selects it.
  const names = new Set(chosen);
  for (const { resourceName } of selected.data?.items ?? []) names.add(resourceName);
  return (
    <MultiSelect
      label={t('resourceName')}
      options={[...names].sort((left, right) => left.localeCompare(right))}
      isLoading={selected.isLoading}
      onOpenChange={setIsOpen}
      chosen={chosen}
      onChange={onChange}
    />
  );
}
