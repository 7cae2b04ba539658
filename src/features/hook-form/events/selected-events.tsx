'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useCallback, useId, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { type EventKey, splitKey, type TreeRow } from './event-tree';
import { groupSelected } from './group-selected';

/** The selected events, by category and tool, each removable. The count is announced. */
export const SelectedEvents = memo(function SelectedEvents({
  tree,
  selected,
  onRemove,
}: {
  tree: readonly TreeRow[];
  selected: ReadonlySet<EventKey>;
  onRemove: (keys: readonly EventKey[]) => void;
}) {
  const t = useTranslations('hookEvents');
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  const groups = groupSelected(tree, selected);
  const count = selected.size;

  const remove = useCallback(
    (button: HTMLElement, key: EventKey) => {
      const chips = [
        ...(button.closest('section')?.querySelectorAll<HTMLElement>('[data-chip]') ?? []),
      ];
      const index = chips.indexOf(button);
      // Moves the focus, because it must not leave the page with the removed chip.
      (chips[index + 1] ?? chips[index - 1] ?? heading.current)?.focus();
      onRemove([key]);
    },
    [onRemove],
  );

  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div>
          <h2 id={id} ref={heading} tabIndex={-1} className="font-medium text-base outline-none">
            <span aria-live="polite">{t('selectedEvents', { count })}</span>
          </h2>
          <p className="text-muted">{t(count === 0 ? 'nothingSent' : 'selectedText')}</p>
        </div>
        {count > 0 ? (
          <Button
            variant="outline"
            size="small"
            onClick={() => {
              heading.current?.focus();
              onRemove([...selected]);
            }}
          >
            {t('clearAll')}
          </Button>
        ) : null}
      </div>
      {groups.map(({ category, tools }) => (
        <div key={category} className="flex flex-col gap-2">
          <h3 className="font-medium text-sm">{category}</h3>
          {tools.map(({ tool, keys }) => (
            <div key={tool} className="grid gap-x-4 gap-y-1 sm:grid-cols-[176px_minmax(0,1fr)]">
              <h4 className="pt-1 text-muted text-table">{tool}</h4>
              <ul className="flex flex-wrap gap-1.5">
                {keys.map((key) => (
                  <Chip key={key} eventKey={key} onRemove={remove} />
                ))}
              </ul>
            </div>
          ))}
        </div>
      ))}
    </section>
  );
});

const Chip = memo(function Chip({
  eventKey,
  onRemove,
}: {
  eventKey: EventKey;
  onRemove: (button: HTMLElement, key: EventKey) => void;
}) {
  const t = useTranslations('hookEvents');
  const typeName = useTranslations('eventType');
  const { resourceName, eventType } = splitKey(eventKey);
  const name = `${resourceName}.${typeName(eventType)}`;
  return (
    <li className="inline-flex min-w-0 items-center rounded border border-line bg-surface pl-2 text-table">
      <span className="break-words">{name}</span>
      <button
        type="button"
        data-chip=""
        aria-label={t('removeEvent', { name })}
        className="ml-0.5 flex size-7 shrink-0 items-center justify-center rounded text-muted hover:bg-sunken hover:text-ink"
        onClick={(event) => onRemove(event.currentTarget, eventKey)}
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </li>
  );
});
