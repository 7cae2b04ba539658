import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CopyButton } from '@/components/copy-button';
import { Dialog, DialogContent, DialogDescription, DialogTitle } from '@/components/ui/dialog';
import { useTRPC } from '@/trpc/client';
import type { ActionProps } from './action-props';
import { curlCommands } from './curl-commands';

/** The API calls that do the actions of this page. */
export function ApiDialog({ tenant, hook, publicUrl, onClose }: ActionProps) {
  const t = useTranslations('hookApi');
  const trpc = useTRPC();
  const selected = useQuery(trpc.triggers.list.queryOptions({ ...tenant, hookId: hook.id }));
  const event = selected.data?.items[0];
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent className="max-w-3xl">
        <DialogTitle>{t('title')}</DialogTitle>
        <DialogDescription>
          {t('text')}{' '}
          <a href="/docs/api" className="link">
            {t('reference')}
          </a>
        </DialogDescription>
        <ol className="flex min-w-0 flex-col gap-4">
          {curlCommands({ publicUrl, tenant, hookId: hook.id, event }).map(({ key, command }) => (
            <li key={key} className="min-w-0">
              <div className="flex items-center justify-between gap-2">
                <h3 className="text-table">{t(key)}</h3>
                <CopyButton text={command} label={t('copy', { what: t(key) })} />
              </div>
              <section
                aria-label={t(key)}
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
                tabIndex={0}
                className="overflow-x-auto rounded-md border border-line bg-sunken p-3"
              >
                <pre className="font-mono text-xs">{command}</pre>
              </section>
            </li>
          ))}
        </ol>
      </DialogContent>
    </Dialog>
  );
}
