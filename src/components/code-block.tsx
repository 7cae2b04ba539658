'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { prettyJson } from '@/lib/pretty-json';
import { CopyButton } from './copy-button';

/** A text to read and copy. JSON is formatted. A button shows the original bytes. */
export function CodeBlock({ title, text }: { title: string; text: string }) {
  const t = useTranslations('codeBlock');
  const copy = useTranslations('copy');
  const [isRaw, setIsRaw] = useState(false);
  const pretty = prettyJson(text);
  const shown = isRaw || pretty === null ? text : pretty;
  return (
    <section aria-label={title} className="min-w-0">
      <div className="flex min-h-8 items-center gap-2">
        <h3 className="text-muted text-xs">{title}</h3>
        <span className="ml-auto" />
        {pretty === null ? null : (
          <button
            type="button"
            aria-pressed={isRaw}
            onClick={() => setIsRaw(!isRaw)}
            className="min-h-6 rounded px-1.5 text-muted text-xs hover:bg-sunken hover:text-ink aria-pressed:bg-sunken aria-pressed:text-ink"
          >
            {t('raw')}
          </button>
        )}
        {text === '' ? null : <CopyButton text={shown} label={copy('named', { what: title })} />}
      </div>
      {text === '' ? (
        <p className="text-muted text-table">{t('empty')}</p>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
          tabIndex={0}
          className="max-h-80 overflow-auto whitespace-pre-wrap break-words rounded bg-sunken p-3 font-mono text-xs"
        >
          {shown}
        </pre>
      )}
    </section>
  );
}
