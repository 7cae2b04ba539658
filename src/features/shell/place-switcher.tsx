'use client';

import { ChevronsUpDown } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';
import type { Place } from '@/features/places';
import { useShortcuts } from '@/lib/use-shortcuts';

// Not before it is opened: most pages are left without it.
const PlaceSearch = dynamic(() => import('./place-search').then((file) => file.PlaceSearch));

/** Where one is, and the way to the same tool somewhere else. */
export function PlaceSwitcher({
  place,
  companyName,
  projectName,
}: {
  place: Place;
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
        <PlaceSearch current={place} onChosen={() => setIsOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}
