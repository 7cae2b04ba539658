import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { hookPath, type Inspection } from './inspection';
import { RequestCard } from './request-card';

export function InspectorView({
  inspector,
  children,
}: {
  inspector: Inspection;
  children: React.ReactNode;
}) {
  const t = useTranslations('inspector');
  const [latest] = inspector.requests;
  return (
    <>
      <div className="flex flex-wrap items-center gap-4">
        <h1 className="font-semibold text-title">{t('title')}</h1>
        <Button asChild variant="outline" size="small" className="ml-auto">
          <a href={`/inspector/${inspector.id}`}>{t('refresh')}</a>
        </Button>
      </div>
      <p className="text-muted">
        {t('text')}{' '}
        {inspector.hookId === null || inspector.hookName === null ? null : (
          <Link href={hookPath(inspector)} className="link">
            {inspector.hookName}
          </Link>
        )}
      </p>
      {children}
      <section aria-label={t('requests')} className="flex flex-col gap-2">
        <h2 className="font-medium">{t('requests')}</h2>
        {latest === undefined ? <p className="text-muted">{t('none')}</p> : null}
        {inspector.requests.map((request) => (
          <RequestCard key={request.id} request={request} isOpen={request === latest} />
        ))}
      </section>
    </>
  );
}
