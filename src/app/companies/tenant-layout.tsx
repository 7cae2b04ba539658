import { notFound } from 'next/navigation';
import { Shell } from '@/features/shell';
import { AccessProvider, findTenant, parseId, type Tenant } from '@/features/tenants';
import { accessTo } from '@/server/console/access';
import { requirePerson } from '@/server/console/person';
import { Prefetched } from '../prefetched';

export type TenantParams = { companyId: string; projectId?: string };

/** The tenant in an address. An address without a valid tenant is not found. */
export function tenantOf(params: TenantParams): Tenant {
  const companyId = parseId(params.companyId);
  const projectId = params.projectId === undefined ? null : parseId(params.projectId);
  if (companyId === null || (params.projectId !== undefined && projectId === null)) notFound();
  return { companyId, projectId };
}

/** Guards a company or project. Without access it does not exist. */
export async function TenantLayout({
  params,
  children,
}: {
  params: Promise<TenantParams>;
  children: React.ReactNode;
}) {
  const tenant = tenantOf(await params);
  const { companies, person } = await requirePerson();
  const found = findTenant(companies, tenant);
  if (found === null) notFound();
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.health.queryOptions(),
        trpc.notifications.unreadCount.queryOptions(),
      ]}
    >
      <AccessProvider access={await accessTo(tenant)}>
        <Shell person={person} company={found.company} projectId={tenant.projectId}>
          {children}
        </Shell>
      </AccessProvider>
    </Prefetched>
  );
}
