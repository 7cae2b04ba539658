/** What a screen says in place of its content: what this is, and the one next step. */
export function Notice({
  title,
  children,
  action,
  role,
}: {
  title: string;
  children?: React.ReactNode;
  action?: React.ReactNode;
  role?: 'alert' | 'status';
}) {
  return (
    <div
      role={role}
      className="flex flex-col items-start gap-3 rounded-md border border-line bg-surface p-6"
    >
      <div>
        <p className="font-medium text-base">{title}</p>
        {children ? <div className="mt-1 max-w-[640px] text-muted">{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
