import { useId } from 'react';

export function FormSection({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children: React.ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-4">
      <div>
        <h2 id={id} className="font-medium text-base">
          {title}
        </h2>
        {text ? <p className="text-muted">{text}</p> : null}
      </div>
      {children}
    </section>
  );
}
