import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';

/** A stored value that is never read back, with its mask and two actions. */
export function SavedValue({
  mask,
  name,
  onReplace,
  onRemove,
  ...described
}: {
  mask: string;
  /** Names the value for people who hear only the buttons. */
  name: string;
  onReplace: () => void;
  onRemove: () => void;
  id?: string;
  'aria-describedby'?: string | undefined;
}) {
  const t = useTranslations('hookForm');
  return (
    <div className="flex flex-wrap items-center gap-2">
      <span className="min-w-0 flex-1 break-all font-mono text-muted text-table">{mask}</span>
      <Button
        {...described}
        variant="outline"
        size="small"
        onClick={onReplace}
        aria-label={t('replaceNamed', { name })}
      >
        {t('replace')}
      </Button>
      <Button
        variant="outline"
        size="small"
        onClick={onRemove}
        aria-label={t('removeNamed', { name })}
      >
        {t('remove')}
      </Button>
    </div>
  );
}
