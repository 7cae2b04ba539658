import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/code-block';
import type { EventDetailsView } from './event-view';

const SNIPPET = `import { Webhook } from 'standardwebhooks';

// The hook's signing secret: whsec_...
const webhook = new Webhook(signingSecret);

// The body as it arrived, before any parsing. Throws if it is not genuine.
const event = webhook.verify(rawBody, request.headers);`;

/** The headers that prove an event's origin, and how a receiver checks them. */
export function SignatureHelp({ event }: { event: EventDetailsView }) {
  const t = useTranslations('signatureHelp');
  const sent = new Map(event.attempts.at(-1)?.requestHeaders);
  const headers = [
    ['webhook-id', t('id')],
    ['webhook-timestamp', t('timestamp')],
    ['webhook-signature', t('signature')],
  ] as const;
  return (
    <details className="rounded-md border border-line bg-surface">
      <summary className="min-h-10 px-3 py-2 font-medium">{t('title')}</summary>
      <div className="flex flex-col gap-4 border-line border-t p-3">
        <p>{t('text')}</p>
        <dl className="flex flex-col gap-3">
          {headers.map(([name, meaning]) => (
            <div key={name}>
              <dt className="font-mono text-xs">{name}</dt>
              <dd className="text-muted text-table">{meaning}</dd>
              {sent.has(name) ? (
                <dd className="break-all font-mono text-xs">{sent.get(name)}</dd>
              ) : null}
            </div>
          ))}
        </dl>
        <CodeBlock title={t('example')} text={SNIPPET} />
      </div>
    </details>
  );
}
