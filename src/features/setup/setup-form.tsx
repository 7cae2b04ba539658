'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { PASSWORD_LENGTH_MIN } from '@/domain/limits';
import { type Account, LanguageSelect, TimeZoneSelect } from '@/features/account';
import type { Tenant } from '@/features/tenants';
import { chooseLanguage } from '@/i18n/choose-language';
import type { Language } from '@/i18n/languages';
import { signIn } from '@/lib/session-calls';
import { httpStatusOf, isRefusedFor } from '@/lib/trpc-status';
import { useTRPC } from '@/trpc/client';
import {
  checkDraft,
  type Draft,
  forgetDraft,
  keepDraft,
  keptDraft,
  type Problems,
  requestOf,
} from './draft';

const NAME_LENGTH_MAX = 200;

type TextField = 'name' | 'password' | 'companyName' | 'projectName';

export function SetupForm({
  account,
  needsTenant,
  hasSample,
  onDone,
}: {
  account: Account;
  needsTenant: boolean;
  hasSample: boolean;
  onDone: (tenant: Tenant | null) => void;
}) {
  const t = useTranslations('setup');
  const texts = useTranslations('account');
  const router = useRouter();
  const trpc = useTRPC();
  const complete = useMutation(trpc.setup.complete.mutationOptions());
  const [draft, setDraft] = useDraft(account);
  const [problems, setProblems] = useState<Problems>({});

  function speak(language: Language) {
    setDraft({ language });
    chooseLanguage(language);
    router.refresh();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (complete.isPending) return;
    const found = checkDraft(draft, { needsTenant, hasSample, hasPassword: account.hasPassword });
    setProblems(found);
    const [first] = Object.keys(found);
    if (first !== undefined) {
      document.getElementById(first)?.focus();
      return;
    }
    try {
      const { email, tenant } = await complete.mutateAsync(requestOf(draft));
      // A new password ended every session, so this window gets a new one.
      if (draft.password !== '') await signIn('password', { email, password: draft.password });
      forgetDraft();
      onDone(tenant);
    } catch (error) {
      // Other refusals are shown below, from the mutation's own state.
      if (!isRefusedFor(error, 'newPassword')) return;
      setProblems({ password: 'tooCommon' });
      document.getElementById('password')?.focus();
    }
  }

  const text = (field: TextField, settings: Parameters<typeof Input>[0] = {}) => ({
    name: field,
    error: problems[field] && t(problems[field], { min: PASSWORD_LENGTH_MIN }),
    children: (control: object) => (
      <Input
        maxLength={NAME_LENGTH_MAX}
        value={draft[field]}
        onChange={({ target }) => setDraft({ [field]: target.value })}
        {...settings}
        {...control}
      />
    ),
  });
  const password = { type: 'password', autoComplete: 'new-password' };
  const wasDone = complete.isError && httpStatusOf(complete.error) === 404;

  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t('name')} isRequired {...text('name', { autoComplete: 'name' })} />
      <Field
        label={t('password')}
        isRequired={!account.hasPassword}
        help={t(account.hasPassword ? 'passwordHelp' : 'passwordNeeded', {
          min: PASSWORD_LENGTH_MIN,
        })}
        {...text('password', password)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={texts('language')}>
          {(control) => (
            <LanguageSelect control={control} value={draft.language} onChange={speak} />
          )}
        </Field>
        <Field label={texts('timeZone')}>
          {(control) => (
            <TimeZoneSelect
              control={control}
              value={draft.timeZone}
              onChange={(timeZone) => setDraft({ timeZone })}
            />
          )}
        </Field>
      </div>
      {needsTenant ? (
        <fieldset className="flex flex-col gap-4 border-line border-t pt-4">
          <legend className="sr-only">{t('place')}</legend>
          <p className="text-muted">{t(hasSample ? 'placeBesideSample' : 'placeText')}</p>
          <Field
            label={t('company')}
            isRequired={!hasSample}
            {...text('companyName', { autoComplete: 'organization' })}
          />
          <Field label={t('project')} isRequired={!hasSample} {...text('projectName')} />
        </fieldset>
      ) : null}
      {complete.isError ? (
        <p role="alert" className="text-failed">
          {t(wasDone ? 'wasDone' : 'failed')}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" aria-disabled={complete.isPending}>
          {t('finish')}
        </Button>
        {hasSample ? (
          <Button variant="quiet" onClick={() => router.push('/companies')}>
            {t('later')}
          </Button>
        ) : null}
      </div>
    </form>
  );
}

/** The entered values, which a reload of the page keeps. */
function useDraft(account: Account) {
  const language = useLocale();
  const [draft, set] = useState<Draft>({
    name: account.name,
    password: '',
    language,
    timeZone: account.timeZone,
    companyName: '',
    projectName: '',
  });
  // The server does not know the values that this tab has kept.
  useEffect(() => set((fresh) => ({ ...fresh, ...keptDraft(), language })), [language]);
  const change = (changes: Partial<Draft>) => {
    const changed = { ...draft, ...changes };
    set(changed);
    keepDraft(changed);
  };
  return [draft, change] as const;
}
