'use client';

import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';

type Props = {
  label: string;
  help: string;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose(isChosen: boolean): void;
};

/** A yes or no that is saved at once, with its explanation below. */
export function Choice({ label, help, isChosen, isDisabled = false, onChoose }: Props) {
  const id = useId();
  return (
    <div className="flex items-start gap-2">
      <Checkbox
        id={id}
        state={isChosen}
        onStateChange={onChoose}
        disabled={isDisabled}
        aria-describedby={`${id}-help`}
        className="mt-0.5"
      />
      <div>
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        <p id={`${id}-help`} className="text-muted text-table">
          {help}
        </p>
      </div>
    </div>
  );
}
