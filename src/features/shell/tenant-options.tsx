import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Tenant } from '@/features/tenants';
import { cn } from '@/lib/cn';

type Found = Tenant & { companyName: string; projectName: string | null; isRecent: boolean };

/** The recent tenants, separate from the others, in the order of the arrow keys. */
export function TenantOptions({
  listId,
  items,
  optionId,
  active,
  current,
  onChoose,
}: {
  listId: string;
  items: readonly Found[];
  optionId: (index: number) => string;
  active: number;
  current: Tenant;
  onChoose: (tenant: Tenant) => void;
}) {
  const t = useTranslations('shell');
  const pickerTexts = useTranslations('places');
  const numbered = items.map((item, index) => ({ item, index }));
  const groups = [
    { title: t('recentPlaces'), found: numbered.filter(({ item }) => item.isRecent) },
    { title: t('otherPlaces'), found: numbered.filter(({ item }) => !item.isRecent) },
  ].filter(({ found }) => found.length > 0);
  return (
    <div
      id={listId}
      role="listbox"
      aria-label={pickerTexts('title')}
      className="max-h-[min(360px,50dvh)] overflow-y-auto"
    >
      {groups.map(({ title, found }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is not part of a list
        <div key={title} role="group" aria-label={title}>
          <p aria-hidden className="px-2 pt-1 text-muted text-xs">
            {title}
          </p>
          {found.map(({ item, index }) => {
            const isCurrent =
              item.companyId === current.companyId && item.projectId === current.projectId;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys
              // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
              <div
                key={`${item.companyId}/${item.projectId}`}
                id={optionId(index)}
                role="option"
                aria-selected={index === active}
                aria-current={isCurrent || undefined}
                onClick={() => onChoose(item)}
                className={cn(
                  'flex min-h-9 cursor-pointer items-center gap-2 rounded-md px-2 py-1 hover:bg-sunken',
                  index === active && 'bg-accent-soft outline-2 outline-accent -outline-offset-2',
                )}
              >
                <span className="min-w-0 flex-1 break-words">
                  {item.projectName ?? item.companyName}
                  <span className="text-muted">
                    {' · '}
                    {item.projectName === null ? pickerTexts('companyLevel') : item.companyName}
                  </span>
                </span>
                {isCurrent ? <Check aria-hidden className="size-4 shrink-0 text-accent" /> : null}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
