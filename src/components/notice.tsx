/** Replaces a screen's content: what the screen is for, and the next step. */
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
  /** `h1` if the notice replaces the whole page. */
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
