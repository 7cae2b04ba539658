import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { findTenant, parseId } from '@/features/tenants';
import { requirePerson } from '@/server/console/person';
import { dueSetUp } from '@/server/console/set-up';

const TENANT = /^\/companies\/(\d+)(?:\/projects\/(\d+))?\/tools\/webhooks$/;

type Props = { searchParams: Promise<{ via?: string | string[] }> };

/** Opens the last tenant, if it is still accessible. For the first admin with a one-time link, opens the set-up. */
export default async function HomePage({ searchParams }: Props) {
  const { via } = await searchParams;
  if (via === 'link' && (await dueSetUp()) !== null) redirect('/setup');
  const { companies } = await requirePerson();
  const last = (await cookies()).get('gancho_place')?.value ?? '';
  const match = TENANT.exec(last);
  const companyId = parseId(match?.[1]);
  if (match && companyId !== null) {
    const projectId = parseId(match[2]);
    if (findTenant(companies, { companyId, projectId })) redirect(last);
  }
  redirect('/companies');
}
