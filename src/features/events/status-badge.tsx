import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/components/ui/badge';
import type { DeliveryStatus } from '@/domain/delivery-status';

const TONES: Record<DeliveryStatus, Tone> = {
  queued: 'waiting',
  retrying: 'warning',
  delivered: 'calm',
  failed: 'danger',
  discarded: 'dropped',
};

export function StatusBadge({ status }: { status: DeliveryStatus }) {
  const t = useTranslations('deliveryStatus');
  return <Badge tone={TONES[status]}>{t(status)}</Badge>;
}
