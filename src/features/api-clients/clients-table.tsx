import { useFormatter, useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Badge } from '@/components/ui/badge';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { ClientActions } from './client-actions';
import type { Action } from './client-dialog';
import type { ClientView } from './client-view';
import { useScopeWords } from './use-scope-words';

type OnAction = (action: Action, client: ClientView) => void;

/** `undefined` while the first load is under way. */
export function ClientsTable({
  clients,
  onAction,
}: {
  clients: ClientView[] | undefined;
  onAction: OnAction;
}) {
  const t = useTranslations('apiClients');
  return (
    <Table aria-label={t('title')} aria-busy={clients === undefined}>
      <thead>
        <tr>
          <HeadCell>{t('name')}</HeadCell>
          <HeadCell>{t('status')}</HeadCell>
          <HeadCell>{t('may')}</HeadCell>
          <HeadCell>{t('reaches')}</HeadCell>
          <HeadCell>{t('lastUsed')}</HeadCell>
          <HeadCell>{t('created')}</HeadCell>
          <HeadCell>
            <span className="sr-only">{t('actions')}</span>
          </HeadCell>
        </tr>
      </thead>
      <tbody>
        {clients === undefined ? <SkeletonRows columns={7} rows={4} /> : null}
        {clients?.map((client) => (
          <ClientRow key={client.id} client={client} onAction={onAction} />
        ))}
      </tbody>
    </Table>
  );
}

function ClientRow({ client, onAction }: { client: ClientView; onAction: OnAction }) {
  const t = useTranslations('apiClients');
  const format = useFormatter();
  const words = useScopeWords();
  const { projects } = client;
  return (
    <Row>
      <Cell className="min-w-48 max-w-80">
        <span className="block break-words font-medium">{client.name}</span>
        <span className="flex items-center gap-1 text-muted">
          <code className="truncate font-mono text-xs" title={client.clientId}>
            {client.clientId}
          </code>
          <CopyButton text={client.clientId} label={t('copyId', { name: client.name })} />
        </span>
      </Cell>
      <Cell>
        <ClientStatus client={client} />
      </Cell>
      <Cell className="min-w-40">{words.list(client.scopes)}</Cell>
      <Cell className="min-w-40 max-w-64">
        {projects === null ? t('allProjects') : projects.map(({ name }) => name).join(', ')}
      </Cell>
      <Cell className="text-muted">
        {client.lastUsedAt ? <UtcTime at={client.lastUsedAt} /> : t('never')}
      </Cell>
      <Cell className="whitespace-nowrap text-muted">
        {format.dateTime(client.createdAt, { dateStyle: 'medium' })}
      </Cell>
      <Cell className="text-right">
        {client.revokedAt === null ? <ClientActions client={client} onAction={onAction} /> : null}
      </Cell>
    </Row>
  );
}

function ClientStatus({ client }: { client: ClientView }) {
  const t = useTranslations('apiClients');
  const format = useFormatter();
  const day = (at: Date) => format.dateTime(at, { dateStyle: 'medium' });
  if (client.revokedAt !== null) {
    return <Badge tone="off">{t('revokedOn', { day: day(client.revokedAt) })}</Badge>;
  }
  return (
    <div className="flex flex-col items-start">
      <Badge tone="calm">{t('active')}</Badge>
      {client.previousSecretUntil === null ? null : (
        <span className="whitespace-nowrap text-muted text-xs">
          {t('twoSecrets', { day: day(client.previousSecretUntil) })}
        </span>
      )}
    </div>
  );
}
