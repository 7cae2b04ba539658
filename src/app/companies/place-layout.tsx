import { notFound } from 'next/navigation';
import { AccessProvider, findPlace, type Place, parseId } from '@/features/places';
import { Shell } from '@/features/shell';
import { accessTo } from '@/server/console/access';
import { requirePerson } from '@/server/console/person';
import { Prefetched } from '../prefetched';

export type PlaceParams = { companyId: string; projectId?: string };

/** The place that an address names; an address that can't be one is not found. */
export function placeOf(params: PlaceParams): Place {
  const companyId = parseId(params.companyId);
  const projectId = params.projectId === undefined ? null : parseId(params.projectId);
  if (companyId === null || (params.projectId !== undefined && projectId === null)) notFound();
  return { companyId, projectId };
}

/** Gates a company or project: out of reach is the same as not there. */
export async function PlaceLayout({
  params,
  children,
}: {
  params: Promise<PlaceParams>;
  children: React.ReactNode;
}) {
  const place = placeOf(await params);
  const { companies, person } = await requirePerson();
  const found = findPlace(companies, place);
  if (found === null) notFound();
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.health.queryOptions(),
        trpc.notifications.unreadCount.queryOptions(),
      ]}
    >
      <AccessProvider access={await accessTo(place)}>
        <Shell person={person} company={found.company} projectId={place.projectId}>
          {children}
        </Shell>
      </AccessProvider>
    </Prefetched>
  );
}
