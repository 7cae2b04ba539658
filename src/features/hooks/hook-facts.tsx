'use client';

import Link from 'next/link';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { CopyButton } from '@/components/copy-button';
import { Fact, Facts } from '@/components/facts';
import { Button } from '@/components/ui/button';
import type { SimpleHookSetting } from '@/domain/hook-settings';
import type { Tenant } from '@/features/tenants';
import { HookHealth } from './hook-health';
import { HookQueue } from './hook-queue';
import type { HookView, QueueView } from './hook-view';
import { splitHeaders } from './split-headers';
import { SubscribedTo } from './subscribed-to';

const MINUTE_S = 60;
const HOUR_S = 3_600;

/** The important settings are visible. Settings that rarely change are folded. */
export function HookFacts({
  tenant,
  hook,
  queue,
}: {
  tenant: Tenant;
  hook: HookView;
  queue: QueueView | undefined;
}) {
  const t = useTranslations('hook');
  const format = useFormatter();
  const [isComplete, setIsComplete] = useState(false);
  const moment = (at: Date) =>
    `${format.dateTime(at, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' })} UTC`;
  const { authorization } = splitHeaders(hook.destinationHeaders);
  return (
    <div className="flex flex-col items-start gap-1">
      <Facts>
        <Fact label={t('status')}>
          <HookHealth hook={hook} />
        </Fact>
        <Fact label={t('namespace')}>
          <span className="font-mono text-xs">{hook.namespace}</span>
        </Fact>
        <Fact label={t('endpointUrl')}>
          <span className="inline-flex items-start gap-1">
            <span className="break-all font-mono text-xs leading-5">{hook.destinationUrl}</span>
            <CopyButton text={hook.destinationUrl} label={t('copyUrl')} className="-my-0.5" />
          </span>
        </Fact>
        <Fact label={t('authorizationHeader')}>
          {authorization === null ? (
            <span className="text-muted">{t('none')}</span>
          ) : (
            <span className="break-all font-mono text-xs">{authorization}</span>
          )}
        </Fact>
        <Fact label={t(hook.deletedAt === null ? 'subscribedTo' : 'wasSubscribedTo')}>
          <SubscribedTo tenant={tenant} hook={hook} />
        </Fact>
        <Fact label={t('payloadFormat')}>
          <Link href="/help/webhooks#payload-formats" className="link">
            {hook.payloadVersion}
          </Link>
        </Fact>
        {hook.deletedAt === null ? <HookQueue queue={queue} /> : null}
        <Fact label={t('creation')}>{moment(hook.createdAt)}</Fact>
        <Fact label={t('lastUpdated')}>{moment(hook.updatedAt)}</Fact>
        {isComplete ? <FurtherFacts hook={hook} /> : null}
      </Facts>
      <Button
        variant="quiet"
        size="small"
        aria-expanded={isComplete}
        onClick={() => setIsComplete(!isComplete)}
        className="-ml-3 text-muted"
      >
        {t(isComplete ? 'showLess' : 'showMore')}
      </Button>
    </div>
  );
}

type Texts = ReturnType<typeof useTranslations<'hook'>>;
type SettingFact = (t: Texts, hook: HookView) => { label: string; value: string } | null;

/** In the order of the screen. The status is shown above. */
const SETTINGS: Record<Exclude<SimpleHookSetting, 'status'>, SettingFact> = {
  deliveryMode: (t, { deliveryMode }) => ({
    label: t('deliveryMode'),
    value: t(deliveryMode === 'in_order' ? 'inOrder' : 'parallel'),
  }),
  timeoutSeconds: (t, { timeoutSeconds }) => ({
    label: t('timeout'),
    value: t('seconds', { count: timeoutSeconds }),
  }),
  maxInFlight: (t, { maxInFlight }) => ({
    label: t('maxInFlight'),
    value: t('requests', { count: maxInFlight }),
  }),
  maxPerSecond: (t, { maxPerSecond }) => ({
    label: t('maxPerSecond'),
    value: maxPerSecond === null ? t('noLimit') : t('requests', { count: maxPerSecond }),
  }),
  retryWindowSeconds: (t, { retryWindowSeconds }) => ({
    label: t('retryWindow'),
    value:
      retryWindowSeconds % HOUR_S === 0
        ? t('hours', { count: retryWindowSeconds / HOUR_S })
        : t('minutes', { count: Math.round(retryWindowSeconds / MINUTE_S) }),
  }),
  allProjects: (t, { projectId, allProjects }) =>
    projectId === null
      ? { label: t('scope'), value: t(allProjects ? 'allProjects' : 'companyOnly') }
      : null,
};

function FurtherFacts({ hook }: { hook: HookView }) {
  const t = useTranslations('hook');
  const { others } = splitHeaders(hook.destinationHeaders);
  return (
    <>
      <Fact label={t('furtherHeaders')}>
        {others.length === 0 ? <span className="text-muted">{t('none')}</span> : null}
        <ul>
          {others.map(([name, value]) => (
            <li key={name} className="break-all font-mono text-xs leading-5">
              {name}: {value}
            </li>
          ))}
        </ul>
      </Fact>
      <Fact label={t('hookId')}>
        <span className="font-mono text-xs">{hook.id}</span>
      </Fact>
      {Object.entries(SETTINGS).map(([name, factOf]) => {
        const fact = factOf(t, hook);
        return (
          fact && (
            <Fact key={name} label={fact.label}>
              {fact.value}
            </Fact>
          )
        );
      })}
    </>
  );
}
