'use client';

import { useTranslations } from 'next-intl';
import { PageHeader } from '@/components/page-header';
import { NameForm } from './name-form';
import { PasswordForm } from './password-form';
import type { Account } from './preferences';
import { PreferencesForm } from './preferences-form';

export function AccountPage({ account }: { account: Account }) {
  const t = useTranslations('account');
  return (
    <div className="flex max-w-[560px] flex-col gap-8">
      <PageHeader title={t('title')}>{account.email}</PageHeader>
      <Section title={t('profile')}>
        <NameForm name={account.name} />
      </Section>
      <Section title={t('preferences')}>
        <PreferencesForm account={account} />
      </Section>
      <Section title={t('password')}>
        <PasswordForm hasPassword={account.hasPassword} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title} className="flex flex-col gap-4 border-line border-t pt-4">
      <h2 className="font-medium text-base">{title}</h2>
      {children}
    </section>
  );
}
