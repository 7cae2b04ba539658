import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';
import type { Action } from './client-dialog';
import type { ClientView } from './client-view';

export function ClientActions({
  client,
  onAction,
}: {
  client: ClientView;
  onAction: (action: Action, client: ClientView) => void;
}) {
  const t = useTranslations('apiClients');
  // A dialog that opens while the menu is still open would give the focus back to a removed item.
  const chosen = useRef<Action | null>(null);
  const choose = (action: Action) => () => {
    chosen.current = action;
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="quiet" size="icon" aria-label={t('actionsOf', { name: client.name })}>
          <Ellipsis aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent
        onCloseAutoFocus={() => {
          if (chosen.current !== null) onAction(chosen.current, client);
          chosen.current = null;
        }}
      >
        <DropdownMenuItem onSelect={choose('rotate')}>{t('rotate')}</DropdownMenuItem>
        {client.previousSecretUntil === null ? null : (
          <DropdownMenuItem onSelect={choose('end')}>{t('end')}</DropdownMenuItem>
        )}
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={choose('revoke')} className="text-failed">
          {t('revoke')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
