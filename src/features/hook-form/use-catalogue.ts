import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { ListedResource } from './events/event-tree';

/** By name, in the reader's language; a company's own resources bring theirs. */
export type Descriptions = Readonly<Record<string, string>>;

export function useCatalogue(tenant: Tenant, descriptions: Descriptions) {
  const trpc = useTRPC();
  // It hardly ever changes, and a form must not shift under its reader.
  const query = useQuery(trpc.resources.list.queryOptions(tenant, { staleTime: Infinity }));
  const items = query.data?.items;
  const resources = useMemo(
    (): ListedResource[] | undefined =>
      items?.map((at) => ({ ...at, description: at.description || (descriptions[at.name] ?? '') })),
    [items, descriptions],
  );
  return { resources, error: query.error, retry: query.refetch };
}
