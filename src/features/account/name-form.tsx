'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { useTRPC } from '@/trpc/client';
import { SaveStatus } from './save-status';

const LENGTH_MAX = 200;

export function NameForm({ name: saved }: { name: string }) {
  const t = useTranslations('account');
  const trpc = useTRPC();
  const router = useRouter();
  const [name, setName] = useState(saved);
  const update = useMutation(
    trpc.account.update.mutationOptions({ onSuccess: () => router.refresh() }),
  );

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!update.isPending) update.mutate({ name });
  }

  return (
    <form onSubmit={submit} className="flex flex-col items-start gap-4">
      <div className="w-full">
        <Field label={t('name')} help={t('nameHelp')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={LENGTH_MAX}
              autoComplete="name"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" aria-disabled={update.isPending}>
          {t('save')}
        </Button>
        <SaveStatus isSaved={update.isSuccess} hasFailed={update.isError} />
      </div>
    </form>
  );
}
