'use client';

import { useRef } from 'react';
import { Sheet, SheetClose, SheetContent, SheetTitle } from '@/components/ui/sheet';
import type { Tenant } from '@/features/tenants';
import { areShortcutsOn, isTyping } from '@/lib/shortcuts';
import { changeAddress } from '@/lib/use-address';
import { EventDetails } from './event-details';
import { rowLinkId } from './event-row';
import type { EventsQuery } from './events-query';

type Props = {
  tenant: Tenant;
  hookId: number;
  /** Null while the panel is closed. */
  deliveryId: number | null;
  query: EventsQuery;
  hrefOf: (deliveryId: number) => string;
};

/** An event in a panel next to its table. Closing it returns to the address that it was opened from. */
export function EventPanel({ tenant, hookId, deliveryId, query, hrefOf }: Props) {
  // Remembered while the panel closes, because its row gets the focus, even if another event was opened first.
  const shown = useRef<number | null>(null);
  if (deliveryId !== null) shown.current = deliveryId;
  const go = (id: number) => changeAddress('replace', hrefOf(id));

  return (
    <Sheet
      open={deliveryId !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) window.history.back();
      }}
    >
      <SheetContent
        onCloseAutoFocus={(event) => {
          event.preventDefault();
          document.getElementById(rowLinkId(shown.current ?? 0))?.focus();
        }}
        onKeyDown={(event) => {
          if (!areShortcutsOn() || isTyping(event.target)) return;
          if (event.metaKey || event.ctrlKey || event.altKey) return;
          const rel = { j: 'next', k: 'prev' }[event.key];
          const button = rel && event.currentTarget.querySelector(`[data-go=${rel}]`);
          if (button instanceof HTMLElement) button.click();
        }}
      >
        {deliveryId === null ? null : (
          <EventDetails
            tenant={tenant}
            hookId={hookId}
            deliveryId={deliveryId}
            query={query}
            onGo={go}
            title={(text) => (
              <SheetTitle className="break-words font-semibold text-title">{text}</SheetTitle>
            )}
            corner={<SheetClose />}
          />
        )}
      </SheetContent>
    </Sheet>
  );
}
