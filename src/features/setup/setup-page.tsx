'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Logo } from '@/components/logo';
import { PageHeader } from '@/components/page-header';
import { Button } from '@/components/ui/button';
import type { Account } from '@/features/account';
import { type Tenant, webhooksPath } from '@/features/tenants';
import { SetupForm } from './setup-form';

type Props = { account: Account; needsTenant: boolean; hasSample: boolean };

/** The first admin's set-up: the person, the first tenant, and then the first hook. */
export function SetupPage({ account, ...asked }: Props) {
  const t = useTranslations('setup');
  const [done, setDone] = useState<{ tenant: Tenant | null } | null>(null);
  return (
    <main className="mx-auto flex w-full max-w-[560px] flex-col gap-6 p-6 md:py-12">
      <div className="flex items-center gap-2 font-medium text-base">
        <Logo className="size-6" />
        Gancho
      </div>
      {done ? (
        <Done tenant={done.tenant} />
      ) : (
        <>
          <PageHeader title={t('title')}>{t('text', { address: account.email })}</PageHeader>
          <SetupForm account={account} {...asked} onDone={(tenant) => setDone({ tenant })} />
        </>
      )}
    </main>
  );
}

function Done({ tenant }: { tenant: Tenant | null }) {
  const t = useTranslations('setup');
  const title = useRef<HTMLHeadingElement>(null);
  // The button that had the focus is gone.
  useEffect(() => title.current?.focus(), []);
  return (
    <div className="flex flex-col gap-4">
      <h1 ref={title} tabIndex={-1} className="font-semibold text-title outline-none">
        {t('doneTitle')}
      </h1>
      <p className="text-muted">{t(tenant ? 'doneText' : 'doneTextSample')}</p>
      <div className="flex flex-wrap gap-2">
        {tenant ? (
          <Button asChild>
            <Link href={`${webhooksPath(tenant)}/new`}>{t('createHook')}</Link>
          </Button>
        ) : null}
        <Button asChild variant={tenant ? 'outline' : 'primary'}>
          <Link href="/companies">{t('toPlaces')}</Link>
        </Button>
      </div>
    </div>
  );
}
