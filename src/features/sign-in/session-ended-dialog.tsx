'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState, useSyncExternalStore } from 'react';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
} from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import { signIn } from '@/lib/session-calls';
import { sessionGate } from '@/lib/session-gate';
import { useTRPCClient } from '@/trpc/client';
import { PROBE } from '@/trpc/session-link';
import { type SignInError, signInError } from './sign-in-error';

const never = () => false;

/** Covers the page, which continues after the sign-in. Nothing else closes it. */
export function SessionEndedDialog({ email }: { email: string }) {
  const t = useTranslations('session');
  const isOpen = useSyncExternalStore(sessionGate.watch, sessionGate.isClosed, never);
  useSignInElsewhere(isOpen, email);
  return (
    <Dialog open={isOpen}>
      <DialogContent isClosable={false} onEscapeKeyDown={(event) => event.preventDefault()}>
        <DialogTitle>{t('title')}</DialogTitle>
        <DialogDescription>{t('text', { address: email })}</DialogDescription>
        <SignInAgain email={email} />
      </DialogContent>
    </Dialog>
  );
}

function SignInAgain({ email }: { email: string }) {
  const t = useTranslations('session');
  const problems = useTranslations('signIn');
  const [problem, setProblem] = useState<SignInError | 'passwordMissing' | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // In React's tree, this form can be inside another form, which must not get the event.
    event.stopPropagation();
    const field = event.currentTarget.elements.namedItem('password') as HTMLInputElement;
    if (field.value === '') {
      setProblem('passwordMissing');
      field.focus();
      return;
    }
    setIsBusy(true);
    setProblem(null);
    const refusal = await signIn('password', { email, password: field.value });
    setIsBusy(false);
    if (refusal === null) return sessionGate.open();
    setProblem(signInError(refusal, 'wrongPassword'));
    field.focus();
  }

  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={problems('password')} error={problem && problems(problem)}>
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" />
        )}
      </Field>
      <DialogFooter>
        <Button asChild variant="outline">
          <a href="/sign-in">{t('someoneElse')}</a>
        </Button>
        <Button type="submit" aria-disabled={isBusy}>
          {problems('submit')}
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Checks again when the person returns to the window, because they may have signed in elsewhere. */
function useSignInElsewhere(isWaiting: boolean, email: string) {
  const client = useTRPCClient();
  useEffect(() => {
    if (!isWaiting) return;
    const look = async () => {
      const account = await client.account.get
        .query(undefined, { context: PROBE })
        .catch(() => null);
      if (account?.email === email) sessionGate.open();
      // The page shows another person's data.
      else if (account !== null) window.location.reload();
    };
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [isWaiting, client, email]);
}
