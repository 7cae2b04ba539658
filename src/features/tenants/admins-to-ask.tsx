'use client';

import { useTranslations } from 'next-intl';
import { useAccess } from './access';

/** The people with the Admin role here, whom the reader can ask for it; nothing if there is none. */
export function AdminsToAsk() {
  const t = useTranslations('places');
  const { admins } = useAccess();
  if (admins.length === 0) return null;
  return (
    <div className="flex flex-wrap items-baseline gap-x-1">
      <span>{t('adminsToAsk')}</span>
      <ul className="flex min-w-0 flex-wrap gap-x-3">
        {admins.map(({ name, email }) => (
          <li key={email} className="min-w-0 break-words">
            {name === '' ? null : <span>{name} </span>}
            <a href={`mailto:${email}`} className="link inline-flex min-h-6 items-center break-all">
              {email}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
