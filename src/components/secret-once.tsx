'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from './ui/button';

/** The text of a secret with a button that copies it. */
export function SecretOnce({ secret }: { secret: string }) {
  const t = useTranslations('copy');
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setIsCopied(true);
  };
  return (
    <div className="flex items-center gap-2 rounded-md border border-outline bg-sunken p-2 pl-3">
      <code className="min-w-0 flex-1 select-all break-all text-table">{secret}</code>
      <Button variant="outline" size="small" onClick={copy}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {isCopied ? t('copied') : t('copy')}
      </Button>
      <span role="status" className="sr-only">
        {isCopied ? t('copied') : ''}
      </span>
    </div>
  );
}
