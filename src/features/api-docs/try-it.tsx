'use client';

import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { CodeBlock } from '@/components/code-block';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import type { Listed } from './document';

/** Sends a call to this installation with only the token, without the console's session. */
async function send({ method, path, operation }: Listed, token: string, form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '');
  const query = new URLSearchParams();
  const headers: Record<string, string> = {};
  let address = path;
  for (const parameter of operation.parameters) {
    if (parameter.$ref !== undefined) continue;
    const value = text(parameter.name);
    if (parameter.in === 'path') {
      address = address.replace(`{${parameter.name}}`, encodeURIComponent(value));
    } else if (value !== '') {
      if (parameter.in === 'query') query.set(parameter.name, value);
      else headers[parameter.name] = value;
    }
  }
  const response = await fetch(query.size === 0 ? address : `${address}?${query}`, {
    method,
    credentials: 'omit',
    headers: {
      ...headers,
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(operation.requestBody ? { 'content-type': 'application/json' } : {}),
    },
    ...(operation.requestBody ? { body: text('body') } : {}),
  });
  return { status: response.status, text: await response.text() };
}

export function TryIt({ listed, token }: { listed: Listed; token: string }) {
  const t = useTranslations('apiDocs');
  const sent = useMutation({ mutationFn: (form: FormData) => send(listed, token, form) });
  const { operation } = listed;
  const id = useId();
  const example = operation.requestBody?.content['application/json'].example;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        sent.mutate(new FormData(event.currentTarget));
      }}
      className="flex min-w-0 flex-col gap-2"
    >
      {operation.parameters
        .filter((parameter) => parameter.$ref === undefined)
        .map(({ name, required, description }) => (
          <div key={name} className="flex flex-col gap-1 text-table">
            <label htmlFor={`${id}-${name}`}>
              <code className="font-mono text-xs">{name}</code>{' '}
              <span className="text-muted">{description}</span>
            </label>
            <Input
              id={`${id}-${name}`}
              name={name}
              required={required}
              autoComplete="off"
              className="font-mono"
            />
          </div>
        ))}
      {example === undefined ? null : (
        <label className="flex flex-col gap-1 text-table">
          {t('referenceRequest')}
          <textarea
            name="body"
            rows={8}
            spellCheck={false}
            defaultValue={JSON.stringify(example, null, 2)}
            className="w-full rounded-md border border-outline bg-surface p-3 font-mono text-base sm:text-xs"
          />
        </label>
      )}
      <Button type="submit" variant="outline" size="small" className="self-start">
        {t('referenceSend')}
      </Button>
      <div role="status">
        {sent.data ? (
          <CodeBlock
            title={t('referenceAnswer', { status: sent.data.status })}
            text={sent.data.text}
          />
        ) : null}
        {sent.error ? t('referenceUnsent') : null}
      </div>
    </form>
  );
}
