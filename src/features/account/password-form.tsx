'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { PASSWORD_LENGTH_MIN } from '@/domain/limits';
import { signIn } from '@/lib/session-calls';
import { httpStatusOf, isRefusedFor } from '@/lib/trpc-status';
import { useTRPC } from '@/trpc/client';
import { SaveStatus } from './save-status';

type Problem = 'currentMissing' | 'currentWrong' | 'tooShort' | 'tooCommon' | 'tooManyTries';
type Names = 'currentPassword' | 'newPassword';

export function PasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const t = useTranslations('account');
  const router = useRouter();
  const trpc = useTRPC();
  const [problem, setProblem] = useState<{ field: Names; text: Problem } | null>(null);
  const { mutationFn: changePassword } = trpc.account.changePassword.mutationOptions();
  const change = useMutation({
    mutationFn: async (input: { currentPassword: string; newPassword: string }, context) => {
      const changed = await changePassword?.(input, context);
      // The change ended every session, so this window gets a new one before it says that the password is saved.
      if (changed) await signIn('password', { email: changed.email, password: input.newPassword });
    },
  });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    const currentPassword = String(given.get('currentPassword') ?? '');
    const newPassword = String(given.get('newPassword') ?? '');
    const refuse = (field: Names, text: Problem) => {
      setProblem({ field, text });
      (form.elements.namedItem(field) as HTMLInputElement).focus();
    };
    if (hasPassword && currentPassword === '') return refuse('currentPassword', 'currentMissing');
    if (newPassword.length < PASSWORD_LENGTH_MIN) return refuse('newPassword', 'tooShort');
    setProblem(null);
    try {
      await change.mutateAsync({ currentPassword, newPassword });
      form.reset();
      router.refresh();
    } catch (error) {
      const status = httpStatusOf(error);
      if (isRefusedFor(error, 'newPassword')) refuse('newPassword', 'tooCommon');
      else if (status === 400) refuse('currentPassword', 'currentWrong');
      if (status === 429) refuse('currentPassword', 'tooManyTries');
    }
  }

  const errorOf = (field: Names) =>
    problem?.field === field ? t(problem.text, { min: PASSWORD_LENGTH_MIN }) : null;

  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {hasPassword ? (
        <Field label={t('currentPassword')} error={errorOf('currentPassword')}>
          {(control) => (
            <Input
              {...control}
              name="currentPassword"
              type="password"
              autoComplete="current-password"
            />
          )}
        </Field>
      ) : null}
      <Field
        label={t('newPassword')}
        help={t('newPasswordHelp', { min: PASSWORD_LENGTH_MIN })}
        error={errorOf('newPassword')}
      >
        {(control) => (
          <Input {...control} name="newPassword" type="password" autoComplete="new-password" />
        )}
      </Field>
      <div className="flex items-center gap-3">
        <Button type="submit" variant="outline" aria-disabled={change.isPending}>
          {t('changePassword')}
        </Button>
        <SaveStatus isSaved={change.isSuccess} hasFailed={change.isError && problem === null} />
      </div>
    </form>
  );
}
