import { useFormatter, useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { SkeletonRows } from '@/components/skeleton-rows';
import { Badge } from '@/components/ui/badge';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { UtcTime } from '@/components/utc-time';
import { cn } from '@/lib/cn';
import { ClientActions } from './client-actions';
import type { Action } from './client-dialog';
import type { ClientView } from './client-view';
import { useScopeWords } from './use-scope-words';

/** On narrow screens these columns are hidden, and their content is below the name. */
const WIDE = 'max-lg:hidden';

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
          <HeadCell className={WIDE}>{t('may')}</HeadCell>
          <HeadCell className={WIDE}>{t('reaches')}</HeadCell>
          <HeadCell className={WIDE}>{t('lastUsed')}</HeadCell>
          <HeadCell className={WIDE}>{t('created')}</HeadCell>
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
  const may = words.list(client.scopes);
  const reaches =
    client.projects === null
      ? t('allProjects')
      : client.projects.map(({ name }) => name).join(', ');
  const lastUsed = client.lastUsedAt ? <UtcTime at={client.lastUsedAt} /> : t('never');
  return (
    <Row>
      <Cell className="max-w-80 max-lg:max-w-0 max-lg:w-full lg:min-w-48">
        <span className="block break-words font-medium">{client.name}</span>
        <span className="flex items-center gap-1 text-muted">
          <code className="truncate font-mono text-xs" title={client.clientId}>
            {client.clientId}
          </code>
          <CopyButton text={client.clientId} label={t('copyId', { name: client.name })} />
        </span>
        <span className="flex flex-col break-words text-muted text-table lg:hidden">
          <span>{may}</span>
          <span>{reaches}</span>
          <span>
            {t('lastUsed')}: {lastUsed}
          </span>
        </span>
      </Cell>
      <Cell>
        <ClientStatus client={client} />
      </Cell>
      <Cell className={cn('min-w-40', WIDE)}>{may}</Cell>
      <Cell className={cn('min-w-40 max-w-64', WIDE)}>{reaches}</Cell>
      <Cell className={cn('text-muted', WIDE)}>{lastUsed}</Cell>
      <Cell className={cn('whitespace-nowrap text-muted', WIDE)}>
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
        <span className="text-muted text-xs lg:whitespace-nowrap">
          {t('twoSecrets', { day: day(client.previousSecretUntil) })}
        </span>
      )}
    </div>
  );
}
