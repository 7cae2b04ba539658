import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/code-block';
import { QueryFailure } from '@/components/query-failure';
import { Skeleton } from '@/components/ui/skeleton';
import type { InspectedRequest } from '@/contracts/inspector';
import { BODY_BYTES_KEPT, TOLERANCE_SECONDS } from '@/domain/inspection';
import { useTRPC } from '@/trpc/client';
import { hookPath, type Inspection, type RequestSummary } from './inspection';

/** The verdict on a request's signature, the request's delivery, and all its content. */
export function RequestDetails({
  inspection,
  request,
}: {
  inspection: Inspection;
  request: RequestSummary;
}) {
  const t = useTranslations('inspector');
  const verdicts = useTranslations('inspectorVerdict');
  const trpc = useTRPC();
  const address = { inspectorId: inspection.id, requestId: request.id };
  const found = useQuery(
    // A received request no longer changes.
    trpc.inspector.request.queryOptions(address, { staleTime: Number.POSITIVE_INFINITY }),
  );
  const hook = hookPath(inspection);
  const { code, params } = request.verdict;
  return (
    <div className="flex flex-col gap-4 border-line border-t p-3">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-table">
        <p className="min-w-0 break-words">
          {verdicts(code, { name: params.name ?? '', minutes: TOLERANCE_SECONDS / 60 })}
        </p>
        <p className="tabular-nums text-muted">
          {request.method} · {t('size', { count: request.bodyBytes })}
        </p>
        {request.delivery === null || hook === null ? null : (
          <Link href={`${hook}/events/${request.delivery.id}`} className="link">
            {t('openEvent')}
          </Link>
        )}
      </div>
      {found.data === undefined && found.isError ? (
        <QueryFailure error={found.error} onRetry={() => found.refetch()} />
      ) : null}
      {found.data === undefined && !found.isError ? <Skeleton className="h-64 w-full" /> : null}
      {found.data ? (
        <>
          <CodeBlock title={t('headers')} text={headerLines(found.data.headers)} />
          <CodeBlock title={t('body')} text={found.data.body} />
        </>
      ) : null}
      {request.bodyBytes > BODY_BYTES_KEPT ? (
        <p className="text-muted text-xs">{t('truncated')}</p>
      ) : null}
    </div>
  );
}

function headerLines(headers: InspectedRequest['headers']): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}
