import { cn } from '@/lib/cn';

const TEXT = [
  '[&_p]:mt-3 [&_ul]:mt-3 [&_ol]:mt-3 [&_li]:mt-1.5',
  '[&_ul]:list-disc [&_ul]:pl-5 [&_ol]:list-decimal [&_ol]:pl-5',
  '[&_b]:font-medium [&_em]:italic [&_code]:font-mono [&_code]:text-[0.93em]',
  '[&_a]:text-accent [&_a]:underline [&_a]:underline-offset-2',
];

/** Running text with plain elements. */
export function Prose({ children }: { children: React.ReactNode }) {
  return <div className={cn(TEXT)}>{children}</div>;
}

/** A heading that links to itself, so that its address can be copied. */
export function Anchored({
  id,
  as: Heading,
  children,
}: {
  id: string;
  as: 'h2' | 'h3';
  children: string;
}) {
  return (
    <Heading
      id={id}
      className={cn(
        'scroll-mt-16 break-after-avoid font-medium',
        Heading === 'h2' ? 'text-base' : 'text-sm',
      )}
    >
      <a href={`#${id}`} className="hover:underline">
        {children}
      </a>
    </Heading>
  );
}

/** A part of a section, with its own address. */
export function Entry({
  id,
  title,
  children,
}: {
  id: string;
  title: string;
  children: React.ReactNode;
}) {
  return (
    <div className="mt-4 break-inside-avoid [&_p]:mt-1!">
      <Anchored id={id} as="h3">
        {title}
      </Anchored>
      <Prose>{children}</Prose>
    </div>
  );
}

export function Terms({ of }: { of: { term: React.ReactNode; text: string }[] }) {
  return (
    <dl className="mt-3 grid gap-x-6 gap-y-1 sm:grid-cols-[200px_minmax(0,1fr)] sm:gap-y-2">
      {of.map(({ term, text }) => (
        <div key={text} className="sm:contents">
          <dt className="font-medium [&_code]:font-mono [&_code]:text-table">{term}</dt>
          <dd className="mb-2 sm:mb-0">{text}</dd>
        </div>
      ))}
    </dl>
  );
}
