'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { signIn } from '@/lib/session-calls';
import { type SignInError, signInError } from './sign-in-error';

/** A button, not a redirect, because programs that open links to inspect them must not use the link up. */
export function StartForm({ token }: { token: string }) {
  const t = useTranslations('signIn');
  const router = useRouter();
  const [problem, setProblem] = useState<SignInError | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function start() {
    setIsBusy(true);
    setProblem(null);
    const refusal = await signIn('link', { token });
    if (refusal === null) {
      router.replace('/?via=link');
      router.refresh();
      return;
    }
    setIsBusy(false);
    setProblem(signInError(refusal, 'linkUsed'));
  }

  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">{t('startText')}</p>
      {problem ? (
        <p role="alert" className="text-failed">
          {t(problem)}
        </p>
      ) : null}
      <Button onClick={start} aria-disabled={isBusy}>
        {t('continue')}
      </Button>
      {problem ? (
        <Link href="/sign-in" className="link">
          {t('withPassword')}
        </Link>
      ) : null}
    </div>
  );
}
