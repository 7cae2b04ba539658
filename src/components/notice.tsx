/** What a screen says in place of its content: what this is, and the one next step. */
export function Notice({
  title,
  children,
  action,
  role,
  titleAs: Title = 'p',
}: {
  title: string;
  children?: React.ReactNode;
  action?: React.ReactNode;
  role?: 'alert' | 'status';
  /** `h1` where the notice stands for the whole page. */
  titleAs?: 'p' | 'h1';
}) {
  return (
    <div
      role={role}
      className="flex flex-col items-start gap-3 rounded-md border border-line bg-surface p-6"
    >
      <div>
        <Title className="font-medium text-base">{title}</Title>
        {children ? <div className="mt-1 max-w-[640px] text-muted">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
