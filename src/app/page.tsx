import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { findPlace, parseId } from '@/features/places';
import { requirePerson } from '@/server/auth/person';

const PLACE = /^\/companies\/(\d+)(?:\/projects\/(\d+))?\/tools\/webhooks$/;

/** The last place, if it is still within reach. */
export default async function HomePage() {
  const { companies } = await requirePerson('/');
  const last = (await cookies()).get('gancho_place')?.value ?? '';
  const match = PLACE.exec(last);
  const companyId = parseId(match?.[1]);
  if (match && companyId !== null) {
    const projectId = parseId(match[2]);
    if (findPlace(companies, { companyId, projectId })) redirect(last);
  }
  redirect('/companies');
}
