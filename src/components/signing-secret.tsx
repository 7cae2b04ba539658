'use client';

import { useTranslations } from 'next-intl';
import { SecretOnce } from './secret-once';

/** A signing secret in the only moment in which it is shown. */
export function SigningSecret({ secret }: { secret: string }) {
  const t = useTranslations('signingSecret');
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">{t('text')}</p>
      <SecretOnce secret={secret} />
    </div>
  );
}
