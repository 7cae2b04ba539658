import { TimeZoneProvider } from '@/components/time-zone';
import { type Account, FollowPreferences } from '@/features/account';
import { SessionEndedDialog } from '@/features/sign-in';
import { Shortcuts } from './shortcuts';

/** The frame of every page of a signed-in person. */
export function SignedIn({ person, children }: { person: Account; children: React.ReactNode }) {
  return (
    <TimeZoneProvider timeZone={person.timeZone}>
      <FollowPreferences {...person} />
      {children}
      <Shortcuts />
      <SessionEndedDialog email={person.email} />
    </TimeZoneProvider>
  );
}
