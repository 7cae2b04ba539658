'use client';

import { useLocale } from 'next-intl';
import { useSyncExternalStore } from 'react';
import { formatUtc } from '@/lib/utc-time';
import { useTimeZone } from './time-zone';

const never = () => () => {};

/** UTC to the second. A hover also shows the reader's local time with its zone, in full precision. */
export function UtcTime({ at }: { at: Date }) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  // The server does not know the reader's zone.
  const local = useSyncExternalStore(
    never,
    () =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'full', timeZone }).format(
        at,
      ),
    () => undefined,
  );
  const title = local === undefined ? undefined : `${local}\n${at.toISOString()}`;
  return (
    <time dateTime={at.toISOString()} title={title} className="whitespace-nowrap tabular-nums">
      {formatUtc(at)}
    </time>
  );
}
