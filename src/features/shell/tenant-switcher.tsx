'use client';

import { ChevronsUpDown } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import type { Tenant } from '@/features/tenants';
import { useShortcuts } from '@/lib/use-shortcuts';

// Loaded when it is opened, because most pages are left without it.
const TenantSearch = dynamic(() => import('./tenant-search').then((file) => file.TenantSearch));

/** The present tenant, and the way to the same tool of another one. */
export function TenantSwitcher({
  tenant,
  companyName,
  projectName,
}: {
  tenant: Tenant;
  companyName: string;
  projectName: string | null;
}) {
  const t = useTranslations('shell');
  const [isOpen, setIsOpen] = useState(false);
  const keys = useMemo(() => ({ p: () => setIsOpen(true) }), []);
  useShortcuts(keys);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button variant="quiet" size="small" className="max-w-full">
          <span className="sr-only">{t('switcher')}:</span>
          <span className="truncate">
            {companyName}
            {projectName ? <span className="text-muted"> / {projectName}</span> : null}
          </span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label={t('switcher')}
        className="flex w-[min(400px,calc(100vw-32px))] flex-col gap-2 overflow-hidden p-2"
      >
        <TenantSearch current={tenant} onChosen={() => setIsOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}
