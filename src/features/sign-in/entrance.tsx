import { Logo } from '@/components/logo';

/** The frame of the pages before the sign-in. */
export function Entrance({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-[360px] flex-col justify-center gap-6 p-6">
      <div className="flex items-center gap-2 font-medium text-base">
        <Logo className="size-6" />
        Gancho
      </div>
      <h1 className="font-semibold text-title">{title}</h1>
      {children}
    </main>
  );
}
