import type { Account } from '@/features/account';
import { SignedIn } from './signed-in';
import { SystemBanner } from './system-banner';
import { TopBar } from './top-bar';

/** A page that belongs to no company or project: one column under the top bar. */
export function PersonPage({ person, children }: { person: Account; children: React.ReactNode }) {
  return (
    <SignedIn person={person}>
      <TopBar person={person} />
      <SystemBanner />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex max-w-[880px] flex-col gap-6 p-4 outline-none md:p-8"
      >
        {children}
      </main>
    </SignedIn>
  );
}
