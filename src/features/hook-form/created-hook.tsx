'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { PageHeader } from '@/components/page-header';
import { SigningSecret } from '@/components/signing-secret';
import { Button } from '@/components/ui/button';
import { useFailureWords } from '@/components/use-failure-words';
import { type Tenant, webhooksPath } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';

type Created = { id: number; name: string; signingSecret: string; triggerCount: number };

/**
 * The steps after creating: the signing secret, which is shown only here, then a test event, if any event is selected.
 */
export function CreatedHook({ tenant, hook }: { tenant: Tenant; hook: Created }) {
  const t = useTranslations('hookCreated');
  const router = useRouter();
  const [isSecretKept, setIsSecretKept] = useState(false);
  const leave = () => router.push(`${webhooksPath(tenant)}/${hook.id}`);

  if (isSecretKept) return <TestOffer tenant={tenant} hook={hook} onDone={leave} />;
  return (
    <Step title={t('title', { name: hook.name })} text={t('text')}>
      <section aria-labelledby="signing-secret" className="flex flex-col gap-2">
        <h2 id="signing-secret" className="font-medium text-base">
          {t('signingSecret')}
        </h2>
        <SigningSecret secret={hook.signingSecret} />
      </section>
      <Button
        className="self-start"
        onClick={() => (hook.triggerCount > 0 ? setIsSecretKept(true) : leave())}
      >
        {t('savedIt')}
      </Button>
    </Step>
  );
}

function TestOffer({
  tenant,
  hook,
  onDone,
}: {
  tenant: Tenant;
  hook: Created;
  onDone: () => void;
}) {
  const t = useTranslations('hookCreated');
  const trpc = useTRPC();
  const test = useMutation(trpc.hooks.sendTest.mutationOptions({ onSuccess: onDone }));
  const words = useFailureWords();
  const send = () => {
    if (!test.isPending) test.mutate({ ...tenant, hookId: hook.id });
  };
  return (
    <Step title={t('testTitle')} text={t('testText')}>
      {test.isError ? (
        <p role="alert" className="text-failed">
          {words(test.error)}
        </p>
      ) : null}
      <div className="flex gap-2">
        <Button aria-disabled={test.isPending} onClick={send}>
          {t('sendTest')}
        </Button>
        <Button variant="outline" onClick={onDone}>
          {t('notNow')}
        </Button>
      </div>
    </Step>
  );
}

/** Takes the focus, because the element that had it is gone. */
function Step({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: React.ReactNode;
}) {
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.focus(), []);
  return (
    <div ref={step} tabIndex={-1} className="flex max-w-[640px] flex-col gap-6 outline-none">
      <PageHeader title={title}>{text}</PageHeader>
      {children}
    </div>
  );
}
