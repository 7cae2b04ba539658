import { ChooseRedelivery } from '@/features/events';
import type { ActionProps } from './action-props';

export function RedeliverDialog({ tenant, hook, onClose }: ActionProps) {
  return (
    <ChooseRedelivery
      tenant={tenant}
      hookId={hook.id}
      hasLost={hook.lost !== null}
      onClose={onClose}
    />
  );
}
