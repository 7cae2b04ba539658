import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { resourceDescriptions } from '@/domain/catalogue/resource-description';
import { EditHook, NewHook } from '@/features/hook-form';
import { parseId } from '@/features/tenants';
import { consoleSettings } from '@/server/console/console-settings';
import { Prefetched } from '../prefetched';
import { type TenantParams, tenantOf } from './tenant-layout';

type Props<Params> = { params: Promise<Params> };

/** The form of a hook, for companies and projects. */
export async function newHookMetadata(): Promise<Metadata> {
  const t = await getTranslations('hookForm');
  return { title: t('createHook') };
}

export async function editHookMetadata(): Promise<Metadata> {
  const t = await getTranslations('hookForm');
  return { title: t('editPage') };
}

export async function NewHookPage({ params }: Props<TenantParams>) {
  const tenant = tenantOf(await params);
  return (
    <Prefetched queries={(trpc) => [trpc.resources.list.queryOptions(tenant)]}>
      <NewHook tenant={tenant} {...(await formSettings())} />
    </Prefetched>
  );
}

export async function EditHookPage({ params }: Props<TenantParams & { hookId: string }>) {
  const given = await params;
  const tenant = tenantOf(given);
  const hookId = parseId(given.hookId) ?? notFound();
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.hooks.get.queryOptions({ ...tenant, hookId, liveOnly: true }),
        trpc.triggers.list.queryOptions({ ...tenant, hookId }),
        trpc.resources.list.queryOptions(tenant),
      ]}
    >
      <EditHook tenant={tenant} hookId={hookId} {...(await formSettings())} />
    </Prefetched>
  );
}

async function formSettings() {
  return {
    rules: consoleSettings().destinationRules,
    descriptions: resourceDescriptions(await getLocale()),
  };
}
