import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { SecretOnce } from '@/components/secret-once';
import { Button } from '@/components/ui/button';
import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogFooter,
  DialogTitle,
} from '@/components/ui/dialog';

/** A client's id and its secret, which is shown only at this moment, with the next steps. */
export function ClientSecret({
  title,
  clientId,
  clientSecret,
  publicUrl,
  onClose,
  children,
}: {
  title: string;
  clientId: string;
  clientSecret: string;
  publicUrl: string;
  onClose: () => void;
  children?: React.ReactNode;
}) {
  const t = useTranslations('apiClients');
  const command = [
    `curl ${publicUrl}/oauth/token`,
    '-d grant_type=client_credentials',
    `-d client_id=${clientId}`,
    '-d client_secret="$CLIENT_SECRET"',
  ].join(' \\\n  ');
  return (
    <Dialog open>
      <DialogContent isClosable={false} className="max-w-2xl">
        <DialogTitle>{title}</DialogTitle>
        <DialogDescription>{t('secretText')}</DialogDescription>
        <dl className="flex min-w-0 flex-col gap-3">
          <div>
            <dt className="text-muted text-table">{t('clientId')}</dt>
            <dd className="flex items-center gap-1">
              <code className="min-w-0 break-all font-mono text-table">{clientId}</code>
              <CopyButton text={clientId} label={t('copyClientId')} />
            </dd>
          </div>
          <div>
            <dt className="text-muted text-table">{t('clientSecret')}</dt>
            <dd>
              <SecretOnce secret={clientSecret} />
            </dd>
          </div>
        </dl>
        {children ? <p className="text-muted">{children}</p> : null}
        <div className="min-w-0">
          <div className="flex items-center justify-between gap-2">
            <h3 className="text-table">{t('getToken')}</h3>
            <CopyButton text={command} label={t('copyCommand')} />
          </div>
          <section
            aria-label={t('getToken')}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
            tabIndex={0}
            className="overflow-x-auto rounded-md border border-line bg-sunken p-3"
          >
            <pre className="font-mono text-xs">{command}</pre>
          </section>
        </div>
        <DialogFooter>
          <Button onClick={onClose}>{t('savedIt')}</Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
