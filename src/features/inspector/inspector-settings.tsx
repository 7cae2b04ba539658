import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { Label } from '@/components/ui/label';
import type { Inspection } from './inspection';

/** A plain form: it works without scripts, and the page that follows shows what is set. */
export function InspectorSettings({ inspector }: { inspector: Inspection }) {
  const t = useTranslations('inspector');
  return (
    <form
      method="post"
      action={`/inspector/${inspector.id}/settings`}
      className="flex flex-wrap items-end gap-4 rounded-md border border-line bg-surface p-4"
    >
      <p className="flex flex-col gap-1">
        <Label htmlFor="status">{t('status')}</Label>
        <Input
          id="status"
          name="status"
          type="number"
          min={200}
          max={599}
          required
          defaultValue={inspector.status}
          className="w-28"
        />
      </p>
      <p className="flex flex-col gap-1">
        <Label htmlFor="delay_ms">{t('delay')}</Label>
        <Input
          id="delay_ms"
          name="delay_ms"
          type="number"
          min={0}
          max={35_000}
          step={1}
          required
          defaultValue={inspector.delayMs}
          className="w-36"
        />
      </p>
      <Button type="submit" variant="outline">
        {t('save')}
      </Button>
    </form>
  );
}
