import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import {
  EventPage as EventView,
  eventsInput,
  HookEvents,
  parseEventsQuery,
  redeliveriesInput,
} from '@/features/events';
import { HookOverview, HooksList, hooksInput, parseHooksQuery } from '@/features/hooks';
import { parseId } from '@/features/tenants';
import { consoleSettings } from '@/server/console/console-settings';
import { Prefetched } from '../prefetched';
import { type TenantParams, tenantOf } from './tenant-layout';

type Props<Params> = { params: Promise<Params> };
type Search = Record<string, string | string[] | undefined>;
type Searched = { searchParams: Promise<Search> };
type HookParams = TenantParams & { hookId: string };
type EventParams = HookParams & { deliveryId: string };

/** The pages of the tool, for companies and projects. */
export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('hooks');
  return { title: t('title') };
}

export async function WebhooksPage({ params, searchParams }: Props<TenantParams> & Searched) {
  const tenant = tenantOf(await params);
  const input = { ...tenant, ...hooksInput(parseHooksQuery(readable(await searchParams))) };
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.hooks.list.queryOptions(input),
        trpc.hooks.activity.queryOptions(input),
        trpc.redeliveries.list.queryOptions({ ...tenant, ...redeliveriesInput(null) }),
      ]}
    >
      <HooksList tenant={tenant} />
    </Prefetched>
  );
}

export async function HookPage({ params, searchParams }: Props<HookParams> & Searched) {
  const given = await params;
  const query = parseEventsQuery(readable(await searchParams));
  const input = { ...tenantOf(given), hookId: idOf(given.hookId) };
  const { hookId, ...tenant } = input;
  const { retentionDays, publicUrl } = consoleSettings();
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.hooks.get.queryOptions(input),
        trpc.hooks.queue.queryOptions(input),
        trpc.hooks.statistics.queryOptions({ ...input, window: query.window }),
        trpc.deliveries.list.queryOptions({ ...input, ...eventsInput(query) }),
        trpc.redeliveries.list.queryOptions({ ...tenant, ...redeliveriesInput(hookId) }),
      ]}
    >
      <div className="flex flex-col gap-6">
        <HookOverview
          tenant={tenant}
          hookId={hookId}
          retentionDays={retentionDays}
          publicUrl={publicUrl}
        />
        <HookEvents tenant={tenant} hookId={hookId} retentionDays={retentionDays} />
      </div>
    </Prefetched>
  );
}

export async function EventPage({ params }: Props<EventParams>) {
  const given = await params;
  const tenant = tenantOf(given);
  const input = { hookId: idOf(given.hookId), deliveryId: idOf(given.deliveryId) };
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.deliveries.get.queryOptions({ ...tenant, ...input }),
        trpc.hooks.get.queryOptions({ ...tenant, hookId: input.hookId }),
      ]}
    >
      <EventView tenant={tenant} {...input} />
    </Prefetched>
  );
}

function idOf(segment: string): number {
  return parseId(segment) ?? notFound();
}

/** Reads the address as a browser does. If a name is repeated, the first value counts, or all of them. */
function readable(search: Search) {
  const getAll = (name: string) => [search[name] ?? []].flat();
  return { get: (name: string) => getAll(name)[0] ?? null, getAll };
}
