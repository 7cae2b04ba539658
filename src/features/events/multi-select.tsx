'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu';

/** Several values of a list. The button shows their number. */
export function MultiSelect<T extends string>({
  label,
  options,
  chosen,
  onChange,
  nameOf = (option) => option,
  isLoading = false,
  onOpenChange,
}: {
  label: string;
  options: readonly T[];
  chosen: readonly T[];
  onChange: (chosen: T[]) => void;
  nameOf?: (option: T) => string;
  isLoading?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
}) {
  const t = useTranslations('events');
  return (
    <DropdownMenu onOpenChange={(isOpen) => onOpenChange?.(isOpen)}>
      <DropdownMenuTrigger asChild>
        <Button variant="outline" className="px-3 font-normal">
          {label}
          {chosen.length > 0 ? (
            <span className="rounded bg-accent-soft px-1.5 text-accent text-xs tabular-nums">
              {chosen.length}
            </span>
          ) : null}
          <ChevronDown aria-hidden className="text-muted" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" className="max-h-80 overflow-y-auto">
        {options.length === 0 ? (
          <p className="px-2 py-1 text-muted text-sm">
            {t(isLoading ? 'loadingOptions' : 'noOptions')}
          </p>
        ) : null}
        {options.map((option) => (
          <DropdownMenuCheckboxItem
            key={option}
            checked={chosen.includes(option)}
            onCheckedChange={(isChecked) =>
              onChange(isChecked ? [...chosen, option] : chosen.filter((each) => each !== option))
            }
          >
            {nameOf(option)}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
