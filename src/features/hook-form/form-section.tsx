import { useId } from 'react';

export function FormSection({
  title,
  text,
  id: givenId,
  children,
}: {
  title: string;
  text?: string;
  /** The target of a link in the error summary. */
  id?: string;
  children: React.ReactNode;
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div>
        <h2 id={id} tabIndex={-1} className="font-medium text-base outline-none">
          {title}
        </h2>
        {text ? <p className="text-muted">{text}</p> : null}
      </div>
      {children}
    </section>
  );
}
