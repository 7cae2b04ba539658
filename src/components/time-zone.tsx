'use client';

import { createContext, use } from 'react';

/** The zone that the reader has chosen for local times; undefined follows the browser. */
const TimeZoneContext = createContext<string | undefined>(undefined);

export function TimeZoneProvider({
  timeZone,
  children,
}: {
  timeZone: string | null;
  children: React.ReactNode;
}) {
  return <TimeZoneContext value={timeZone ?? undefined}>{children}</TimeZoneContext>;
}

export function useTimeZone(): string | undefined {
  return use(TimeZoneContext);
}
