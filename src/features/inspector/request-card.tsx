import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/components/ui/badge';
import { UtcTime } from '@/components/utc-time';
import { type InspectedRequest, readableBody } from './inspection';

type Verdict = { tone: Tone; text: 'verified' | 'notVerified' | 'nothingToVerify' };

function verdictOf(verified: boolean | null): Verdict {
  if (verified === null) return { tone: 'off', text: 'nothingToVerify' };
  return verified ? { tone: 'calm', text: 'verified' } : { tone: 'danger', text: 'notVerified' };
}

export function RequestCard({ request, isOpen }: { request: InspectedRequest; isOpen: boolean }) {
  const t = useTranslations('inspector');
  const { tone, text } = verdictOf(request.verified);
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <details open={isOpen} className="rounded-md border border-line bg-surface">
      <summary className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 px-3 py-2 text-table">
        <span className="font-medium">{request.method}</span>
        <Badge tone={tone}>{t(text)}</Badge>
        <span className="ml-auto text-muted">
          <UtcTime at={request.receivedAt} />
        </span>
      </summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        <Block title={t('headers')} text={headers.join('\n')} />
        <Block title={t('body')} text={readableBody(request.body) || t('empty')} />
        {request.isBodyTruncated ? <p className="text-muted text-xs">{t('truncated')}</p> : null}
      </div>
    </details>
  );
}

function Block({ title, text }: { title: string; text: string }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-muted text-xs">{title}</h3>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
        tabIndex={0}
        className="max-h-80 overflow-auto rounded bg-sunken p-3 font-mono text-xs"
      >
        {text}
      </pre>
    </section>
  );
}
