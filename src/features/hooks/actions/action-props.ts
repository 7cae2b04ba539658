import type { Tenant } from '@/features/tenants';
import type { HookView, QueueView } from '../hook-view';

/** The dialog of each action gets the same props. */
export type ActionProps = {
  tenant: Tenant;
  hook: HookView;
  queue: QueueView | undefined;
  publicUrl: string;
  onClose: () => void;
};
