import { useTranslations } from 'next-intl';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';

const ROWS = [
  ['base', 'baseThere', 'baseHere'],
  ['tokens', 'tokensThere', 'tokensHere'],
  ['company', 'companyThere', 'companyHere'],
  ['namespaces', 'namespacesThere', 'namespacesHere'],
  ['formats', 'formatsThere', 'formatsHere'],
  ['statuses', 'statusesThere', 'statusesHere'],
  ['deliveries', 'deliveriesThere', 'deliveriesHere'],
  ['paging', 'pagingThere', 'pagingHere'],
  ['limits', 'limitsThere', 'limitsHere'],
  ['own', 'ownThere', 'ownHere'],
] as const;

/** The differences that an integrator who knows the compatible API must know. */
export function CompatibilityTable() {
  const t = useTranslations('apiCompatibility');
  return (
    <Table aria-label={t('title')}>
      <thead>
        <tr>
          <HeadCell>{t('subject')}</HeadCell>
          <HeadCell>{t('there')}</HeadCell>
          <HeadCell>{t('here')}</HeadCell>
        </tr>
      </thead>
      <tbody>
        {ROWS.map(([subject, there, here]) => (
          <Row key={subject} className="align-top">
            <th scope="row" className="w-1/4 px-2 py-2 font-medium sm:px-3">
              {t(subject)}
            </th>
            <Cell className="w-1/4">{t(there)}</Cell>
            <Cell className="w-1/2">{t(here)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
