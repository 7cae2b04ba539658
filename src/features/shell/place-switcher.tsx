'use client';

import { ChevronsUpDown } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import { type PlaceCompany, webhooksPath } from '@/features/places';

/** A longer menu is slower than the page that has a search. */
const PROJECTS_SHOWN_MAX = 12;

export function PlaceSwitcher({
  company,
  projectId,
}: {
  company: PlaceCompany;
  projectId: number | null;
}) {
  const t = useTranslations('shell');
  const places = useTranslations('places');
  const project = company.projects.find(({ id }) => id === projectId);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" size="small" className="max-w-full">
          <span className="sr-only">{t('switcher')}:</span>
          <span className="truncate">
            {company.name}
            {project ? <span className="text-muted"> / {project.name}</span> : null}
          </span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start">
        <DropdownMenuLabel>{company.name}</DropdownMenuLabel>
        {company.isReachable ? (
          <PlaceItem href={webhooksPath({ companyId: company.id, projectId: null })}>
            {places('companyLevel')}
          </PlaceItem>
        ) : null}
        {company.projects.slice(0, PROJECTS_SHOWN_MAX).map(({ id, name }) => (
          <PlaceItem key={id} href={webhooksPath({ companyId: company.id, projectId: id })}>
            {name}
          </PlaceItem>
        ))}
        <DropdownMenuSeparator />
        <PlaceItem href="/companies">{t('allPlaces')}</PlaceItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function PlaceItem({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <DropdownMenuItem asChild>
      <Link href={href}>{children}</Link>
    </DropdownMenuItem>
  );
}
