import { useTranslations } from 'next-intl';
import { UtcTime } from '@/components/utc-time';
import { cn } from '@/lib/cn';
import type { AttemptView } from './event-view';
import { ReasonSentence } from './reason-sentence';

export function AttemptCard({ attempt, isOpen }: { attempt: AttemptView; isOpen: boolean }) {
  const t = useTranslations('event');
  const isSuccess = attempt.outcome === 'success';
  const milliseconds = attempt.finishedAt && Number(attempt.finishedAt) - Number(attempt.startedAt);
  return (
    <details open={isOpen} className="rounded-md border border-line bg-surface">
      <summary className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-table">
        <span className="font-medium">{t('attempt', { n: attempt.n })}</span>
        <span className={cn(!isSuccess && 'font-medium text-failed')}>
          {attempt.responseStatus === null
            ? t('noResponse')
            : t('httpStatus', { status: String(attempt.responseStatus) })}
        </span>
        {milliseconds === null ? null : (
          <span className="tabular-nums text-muted">{t('duration', { milliseconds })}</span>
        )}
        <span className="ml-auto text-muted">
          <UtcTime at={attempt.startedAt} />
        </span>
      </summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        {attempt.error ? (
          <p>
            <ReasonSentence reason={attempt.error} />
          </p>
        ) : null}
        <Code title={t('requestHeaders')} text={headerLines(attempt.requestHeaders)} />
        <Code title={t('responseHeaders')} text={headerLines(attempt.responseHeaders)} />
        <Code title={t('responseBody')} text={attempt.responseBody} />
        {attempt.isResponseTruncated ? (
          <p className="text-muted text-xs">{t('truncated')}</p>
        ) : null}
      </div>
    </details>
  );
}

export function Code({ title, text }: { title: string; text: string }) {
  const t = useTranslations('event');
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-muted text-xs">{title}</h3>
      {text === '' ? (
        <p className="text-muted text-table">{t('empty')}</p>
      ) : (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
          tabIndex={0}
          className="max-h-80 overflow-auto rounded bg-sunken p-3 font-mono text-xs"
        >
          {text}
        </pre>
      )}
    </section>
  );
}

function headerLines(headers: Record<string, string | string[]>): string {
  return Object.entries(headers)
    .flatMap(([name, value]) => [value].flat().map((each) => `${name}: ${each}`))
    .join('\n');
}
