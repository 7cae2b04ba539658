import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';

/** One option of several, with its text at its side. */
export function CheckLine({
  label,
  isChosen,
  onChoose,
}: {
  label: string;
  isChosen: boolean;
  onChoose: (isChosen: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="flex min-h-7 items-center gap-2">
      <Checkbox id={id} state={isChosen} onStateChange={onChoose} />
      <label htmlFor={id} className="min-w-0 break-words text-table">
        {label}
      </label>
    </div>
  );
}
