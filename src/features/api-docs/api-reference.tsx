'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CodeBlock } from '@/components/code-block';
import { QueryFailure } from '@/components/query-failure';
import { Input } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { type Listed, loadOperations } from './document';
import { TryIt } from './try-it';

const asText = (example: unknown) => JSON.stringify(example, null, 2);

/** Every operation of the document, each to open and to try with the reader's own token. */
export function ApiReference() {
  const t = useTranslations('apiDocs');
  const [token, setToken] = useState('');
  const { data, error, refetch } = useQuery({ queryKey: ['openapi'], queryFn: loadOperations });
  if (error) return <QueryFailure error={error} onRetry={refetch} />;
  if (!data) return <Skeleton className="h-96" />;
  return (
    <>
      <div className="flex flex-col gap-1 text-table">
        <label htmlFor="api-token">{t('referenceToken')}</label>
        <Input
          id="api-token"
          type="password"
          autoComplete="off"
          className="font-mono"
          value={token}
          onChange={(event) => setToken(event.target.value)}
        />
      </div>
      {[...data].map(([tag, operations]) => (
        <section key={tag} aria-label={tag} className="min-w-0">
          <h3 className="mt-2 font-medium text-sm">{tag}</h3>
          {operations.map((listed) => (
            <Entry key={listed.operation.operationId} listed={listed} token={token} />
          ))}
        </section>
      ))}
    </>
  );
}

/** The description without the summary's text, and without Markdown's marks of code. */
function furtherWords({ description, summary }: Listed['operation']): string[] {
  return description
    .split('\n\n')
    .filter((text) => text !== `${summary}.`)
    .map((text) => text.replaceAll('`', ''));
}

/** The content is rendered when it is opened, because there are about sixty entries. */
function Entry({ listed, token }: { listed: Listed; token: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const { method, path, operation } = listed;
  return (
    <details
      id={operation.operationId}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      className="min-w-0 border-line border-b py-1"
    >
      <summary className="min-h-8 cursor-pointer py-1 text-table">
        <code className="break-all font-mono text-xs">
          {method} {path}
        </code>{' '}
        <span className="text-muted">{operation.summary}</span>
      </summary>
      {isOpen ? <Opened listed={listed} token={token} /> : null}
    </details>
  );
}

function Opened({ listed, token }: { listed: Listed; token: string }) {
  const t = useTranslations('apiDocs');
  const { operation, isSent } = listed;
  const body = operation.requestBody?.content['application/json'].example;
  const answers = Object.entries(operation.responses);
  return (
    <div className="flex min-w-0 flex-col gap-2 py-2">
      {furtherWords(operation).map((text) => (
        <p key={text}>{text}</p>
      ))}
      {isSent ? null : <TryIt listed={listed} token={token} />}
      {isSent ? <Headers listed={listed} /> : null}
      {isSent && body !== undefined ? (
        <CodeBlock title={t('referenceRequest')} text={asText(body)} />
      ) : null}
      {answers.map(([status, { content }]) =>
        content ? (
          <CodeBlock
            key={status}
            title={t('referenceAnswer', { status })}
            text={asText(content['application/json'].example)}
          />
        ) : null,
      )}
      <p className="text-muted text-table">
        {t('referenceStatuses', { statuses: answers.map(([status]) => status).join(', ') })}
      </p>
    </div>
  );
}

/** The headers of a delivery, which nobody can try. */
function Headers({ listed: { operation } }: { listed: Listed }) {
  return (
    <dl className="flex flex-col gap-1 text-table">
      {operation.parameters.map(({ name, description }) => (
        <div key={name}>
          <dt className="inline font-mono text-xs">{name}</dt>{' '}
          <dd className="inline text-muted">{description}</dd>
        </div>
      ))}
    </dl>
  );
}
