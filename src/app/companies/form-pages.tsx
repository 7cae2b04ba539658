import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { resourceDescriptions } from '@/domain/catalogue/resource-description';
import { EditHook, NewHook } from '@/features/hook-form';
import { parseId } from '@/features/places';
import { consoleSettings } from '@/server/console/console-settings';
import { Prefetched } from '../prefetched';
import { type PlaceParams, placeOf } from './place-layout';

type Props<Params> = { params: Promise<Params> };

/** The form of a hook, for a company and for a project alike. */
export async function newHookMetadata(): Promise<Metadata> {
  const t = await getTranslations('hookForm');
  return { title: t('createHook') };
}

export async function editHookMetadata(): Promise<Metadata> {
  const t = await getTranslations('hookForm');
  return { title: t('editPage') };
}

export async function NewHookPage({ params }: Props<PlaceParams>) {
  const place = placeOf(await params);
  return (
    <Prefetched queries={(trpc) => [trpc.resources.list.queryOptions(place)]}>
      <NewHook place={place} {...(await formSettings())} />
    </Prefetched>
  );
}

export async function EditHookPage({ params }: Props<PlaceParams & { hookId: string }>) {
  const given = await params;
  const place = placeOf(given);
  const hookId = parseId(given.hookId) ?? notFound();
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.hooks.get.queryOptions({ ...place, hookId, liveOnly: true }),
        trpc.triggers.list.queryOptions({ ...place, hookId }),
        trpc.resources.list.queryOptions(place),
      ]}
    >
      <EditHook place={place} hookId={hookId} {...(await formSettings())} />
    </Prefetched>
  );
}

async function formSettings() {
  return {
    rules: consoleSettings().destinationRules,
    descriptions: resourceDescriptions(await getLocale()),
  };
}
