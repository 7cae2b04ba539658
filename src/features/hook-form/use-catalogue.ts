import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import type { ListedResource } from './events/event-tree';

/** Descriptions by name, in the reader's language. A company's own resources have their own. */
export type Descriptions = Readonly<Record<string, string>>;

export function useCatalogue(tenant: Tenant, descriptions: Descriptions) {
  const trpc = useTRPC();
  // The list hardly ever changes, and a form must not shift while somebody reads it.
  const query = useQuery(trpc.resources.list.queryOptions(tenant, { staleTime: Infinity }));
  const items = query.data?.items;
  const resources = useMemo(
    (): ListedResource[] | undefined =>
      items?.map((at) => ({ ...at, description: at.description || (descriptions[at.name] ?? '') })),
    [items, descriptions],
  );
  return { resources, error: query.error, retry: query.refetch };
}
