'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type FormEvent, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import { signIn } from '@/lib/session-calls';
import { type SignInError, signInError } from './sign-in-error';

type Problem = SignInError | 'emailMissing' | 'passwordMissing';

export function SignInForm({ next }: { next: string }) {
  const t = useTranslations('signIn');
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  function refuse(found: Problem, field: 'email' | 'password') {
    setProblem(found);
    form.current?.querySelector<HTMLInputElement>(`[name=${field}]`)?.focus();
  }

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const email = String(given.get('email') ?? '').trim();
    const password = String(given.get('password') ?? '');
    if (!email) return refuse('emailMissing', 'email');
    if (!password) return refuse('passwordMissing', 'password');
    setIsBusy(true);
    setProblem(null);
    const refusal = await signIn('password', { email, password });
    if (refusal === null) {
      router.replace(next);
      router.refresh();
      return;
    }
    setIsBusy(false);
    refuse(signInError(refusal, 'wrongPassword'), 'password');
  }

  return (
    <form ref={form} method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <div className="flex flex-col gap-1">
        <Label htmlFor="email">{t('email')}</Label>
        <Input
          id="email"
          name="email"
          type="email"
          autoComplete="username"
          aria-invalid={problem === 'emailMissing'}
          aria-describedby={problem === 'emailMissing' ? 'sign-in-problem' : undefined}
        />
      </div>
      <div className="flex flex-col gap-1">
        <Label htmlFor="password">{t('password')}</Label>
        <Input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          aria-invalid={problem !== null && problem !== 'emailMissing'}
          aria-describedby={
            problem !== null && problem !== 'emailMissing' ? 'sign-in-problem' : undefined
          }
        />
      </div>
      {problem ? (
        <p id="sign-in-problem" role="alert" className="text-failed">
          {t(problem)}
        </p>
      ) : null}
      <Button type="submit" aria-disabled={isBusy}>
        {t('submit')}
      </Button>
    </form>
  );
}
