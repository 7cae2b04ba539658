import { useId } from 'react';
import { Label } from './ui/label';

/** The props by which a screen reader reads label, help and error with the control. */
export type FieldControl = {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
  'aria-required': true | undefined;
};

/** Label above, help below, error below that. A summary of errors links to `name`. */
export function Field({
  label,
  name,
  help,
  error,
  note,
  isRequired = false,
  children,
}: {
  label: string;
  name?: string;
  help?: React.ReactNode;
  error?: string | null | undefined;
  /** A text at the right of the label, such as "optional". */
  note?: string;
  isRequired?: boolean;
  children: (control: FieldControl) => React.ReactNode;
}) {
  const ownId = useId();
  const id = name ?? ownId;
  const described = [help ? `${id}-help` : null, error ? `${id}-error` : null].filter(Boolean);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex items-baseline justify-between gap-2">
        <Label htmlFor={id}>
          {label}
          {isRequired ? (
            <span aria-hidden className="text-failed">
              {' *'}
            </span>
          ) : null}
        </Label>
        {note ? <span className="text-muted text-xs">{note}</span> : null}
      </div>
      {children({
        id,
        'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': isRequired ? true : undefined,
      })}
      {help ? (
        <div id={`${id}-help`} className="text-muted text-table">
          {help}
        </div>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-failed text-table">
          {error}
        </p>
      ) : null}
    </div>
  );
}
