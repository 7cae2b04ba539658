import { useTranslations } from 'next-intl';
import { CodeBlock } from '@/components/code-block';
import { PageHeader } from '@/components/page-header';
import { BUILT_IN_RESOURCES } from '@/domain/catalogue/built-in-resources';
import { ApiReference } from './api-reference';
import { CatalogueTable } from './catalogue-table';
import { CompatibilityTable } from './compatibility-table';
import { quickstarts, VERIFICATIONS } from './quickstarts';

/** For integrators: first calls, signatures, every operation to try, the catalogue. */
export function ApiDocsPage({ publicUrl }: { publicUrl: string }) {
  const t = useTranslations('apiDocs');
  return (
    <article className="mx-auto min-w-0 max-w-[880px]">
      <PageHeader title={t('title')}>
        {t('lead')}{' '}
        <a href="/openapi.json" className="link">
          <code>openapi.json</code>
        </a>
      </PageHeader>
      <Part title={t('startTitle')} text={t('startText')}>
        {quickstarts(publicUrl).map(({ language, text }) => (
          <CodeBlock key={language} title={language} text={text} />
        ))}
      </Part>
      <Part title={t('verifyTitle')} text={t('verifyText')}>
        {VERIFICATIONS.map(({ language, text }) => (
          <CodeBlock key={language} title={`${t('verifyTitle')}: ${language}`} text={text} />
        ))}
      </Part>
      <Part title={t('compatibleTitle')} text={t('compatibleText')}>
        <CompatibilityTable />
      </Part>
      <Part title={t('referenceTitle')} text={t('referenceText')}>
        <ApiReference />
      </Part>
      <Part title={t('catalogueTitle')} text={t('catalogueText')}>
        <CatalogueTable
          resources={BUILT_IN_RESOURCES.map(({ name, level, category, tool, events }) => ({
            name,
            level,
            category,
            tool,
            events,
          }))}
        />
      </Part>
    </article>
  );
}

function Part({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children: React.ReactNode;
}) {
  return (
    <section className="mt-8 flex min-w-0 flex-col gap-3">
      <h2 className="font-medium text-base">{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  );
}
