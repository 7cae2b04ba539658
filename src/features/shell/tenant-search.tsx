'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { Input } from '@/components/ui/input';
import { otherRecentTenants, type Tenant, webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { TenantOptions } from './tenant-options';

/** A combobox over a list of tenants. The focus stays in the search, and the arrows move in the list. */
export function TenantSearch({ current, onChosen }: { current: Tenant; onChosen: () => void }) {
  const t = useTranslations('shell');
  const pickerTexts = useTranslations('places');
  const listId = useId();
  const router = useRouter();
  const trpc = useTRPC();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const [recent] = useState(() => otherRecentTenants(current));
  const asked = useDeferredValue(query.trim());
  const { data, isError } = useQuery(
    trpc.tenants.search.queryOptions(
      { query: asked, recent: asked === '' ? recent : [] },
      { placeholderData: keepPreviousData },
    ),
  );
  const items = data?.items ?? [];
  const optionId = (index: number) => `${listId}-${index}`;
  const activeId = active < items.length ? optionId(active) : undefined;

  // It arrives after the popover has chosen its focus.
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function choose(tenant: Tenant | undefined) {
    if (tenant === undefined) return;
    router.push(webhooksPath(tenant));
    onChosen();
  }

  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const last = items.length - 1;
    const moves: Record<string, number> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      Home: 0,
      End: last,
    };
    const next = moves[event.key];
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (next === undefined) choose(items[active]);
    else setActive(Math.max(next, 0));
  }

  return (
    <>
      <Input
        ref={input}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        aria-label={pickerTexts('search')}
        placeholder={pickerTexts('search')}
        autoComplete="off"
        value={query}
        maxLength={200}
        onChange={({ target }) => {
          setQuery(target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <TenantOptions
        listId={listId}
        items={items}
        optionId={optionId}
        active={active}
        current={current}
        onChoose={choose}
      />
      <p role="status" className="px-2 text-muted text-xs">
        {isError ? t('placesFailed') : null}
        {data && items.length === 0 ? pickerTexts('noMatch', { query: asked }) : null}
        {data && items.length > 0 ? t('placesFound', { count: items.length }) : null}
        {data?.hasMore ? ` ${t('morePlaces')}` : null}
      </p>
      <Link
        href="/companies"
        onClick={onChosen}
        className="flex min-h-8 items-center rounded-md px-2 hover:bg-sunken"
      >
        {t('allPlaces')}
      </Link>
    </>
  );
}
