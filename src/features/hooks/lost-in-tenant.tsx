'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { RedeliverDialog } from '@/features/events';
import { type Tenant, useAccess } from '@/features/tenants';
import type { HookView } from './hook-view';

/** The events that the hooks of a list have lost, and the button that brings all of them back. */
export function LostInTenant({ tenant, hooks }: { tenant: Tenant; hooks: readonly HookView[] }) {
  const t = useTranslations('hooks');
  const words = useTranslations('redelivery');
  const { canWriteDeliveries } = useAccess();
  const [isOpen, setIsOpen] = useState(false);
  const lossy = hooks.filter(({ lost, deletedAt }) => lost !== null && deletedAt === null);
  const count = lossy.reduce((sum, { lost }) => sum + (lost?.count ?? 0), 0);
  if (count === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-md border border-line bg-surface p-3">
      <p role="status" className="font-medium text-failed">
        {t('lostInTenant', { count, among: lossy.length })}
      </p>
      {canWriteDeliveries ? (
        <Button size="small" onClick={() => setIsOpen(true)}>
          {words('redeliverCount', { count })}
        </Button>
      ) : null}
      {isOpen ? (
        <RedeliverDialog
          tenant={tenant}
          hookId={null}
          choice={{ only: 'lost' }}
          onClose={() => setIsOpen(false)}
        />
      ) : null}
    </div>
  );
}
