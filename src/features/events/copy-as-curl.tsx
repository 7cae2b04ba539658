'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { Tenant } from '@/features/tenants';
import { useTRPC } from '@/trpc/client';
import { curlCommand } from './curl';
import type { EventDetailsView } from './event-view';

export function CopyAsCurl({ tenant, event }: { tenant: Tenant; event: EventDetailsView }) {
  const t = useTranslations('event');
  const trpc = useTRPC();
  const hook = useQuery(trpc.hooks.get.queryOptions({ ...tenant, hookId: event.hookId })).data;
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Button
      variant="outline"
      size="small"
      disabled={hook === undefined}
      onClick={async () => {
        if (hook === undefined) return;
        await navigator.clipboard.writeText(curlCommand(hook.destinationUrl, event));
        setIsCopied(true);
      }}
    >
      <span role="status">{t(isCopied ? 'copiedAsCurl' : 'copyAsCurl')}</span>
    </Button>
  );
}
