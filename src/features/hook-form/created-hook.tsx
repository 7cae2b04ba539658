'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { PageHeader } from '@/components/page-header';
import { SigningSecret } from '@/components/signing-secret';
import { Button } from '@/components/ui/button';
import { type Place, webhooksPath } from '@/features/places';

/** The step after creating: the signing secret, this once, and on. */
export function CreatedHook({ place, hook }: { place: Place; hook: Created }) {
  const t = useTranslations('hookCreated');
  const router = useRouter();
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div ref={heading} tabIndex={-1} className="flex max-w-[640px] flex-col gap-6 outline-none">
      <PageHeader title={t('title', { name: hook.name })}>{t('text')}</PageHeader>
      <section aria-labelledby="signing-secret" className="flex flex-col gap-2">
        <h2 id="signing-secret" className="font-medium text-base">
          {t('signingSecret')}
        </h2>
        <SigningSecret secret={hook.signingSecret} />
      </section>
      <Button
        className="self-start"
        onClick={() => router.push(`${webhooksPath(place)}/${hook.id}`)}
      >
        {t('savedIt')}
      </Button>
    </div>
  );
}

type Created = { id: number; name: string; signingSecret: string };
