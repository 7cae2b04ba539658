import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/components/ui/badge';
import type { HookView } from './hook-view';

const TONES: Record<HookView['health'], Tone> = {
  healthy: 'calm',
  no_triggers: 'off',
  never_delivered: 'waiting',
  retrying: 'warning',
  failing: 'danger',
  lost: 'danger',
  disabled: 'off',
};

export function HookHealth({ hook }: { hook: Pick<HookView, 'health' | 'deletedAt'> }) {
  const t = useTranslations('health');
  const words = useTranslations('hooks');
  if (hook.deletedAt !== null) return <Badge tone="dropped">{words('deleted')}</Badge>;
  return <Badge tone={TONES[hook.health]}>{t(hook.health)}</Badge>;
}
