import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/components/ui/badge';
import type { HookView } from './hook-view';

const TONES: Record<HookView['health'], Tone> = {
  healthy: 'calm',
  no_triggers: 'off',
  never_delivered: 'waiting',
  retrying: 'warning',
  failing: 'danger',
  disabled: 'off',
};

export function HookHealth({ health }: { health: HookView['health'] }) {
  const t = useTranslations('health');
  return <Badge tone={TONES[health]}>{t(health)}</Badge>;
}
