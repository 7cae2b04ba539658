'use client';

import { useTranslations } from 'next-intl';
import { SecretOnce } from './secret-once';

/** A signing secret, at the only moment when it is shown. */
export function SigningSecret({ secret }: { secret: string }) {
  const t = useTranslations('signingSecret');
  return (
    <div className="flex flex-col gap-2">
      <p className="text-muted">{t('text')}</p>
      <SecretOnce secret={secret} />
    </div>
  );
}
