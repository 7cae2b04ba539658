import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Logo } from '@/components/logo';
import type { Account } from '@/features/account';
import { NotificationBell } from '@/features/notifications';
import packageJson from '../../../package.json';
import { AccountMenu } from './account-menu';

export function TopBar({
  person,
  children,
}: {
  person: Pick<Account, 'email' | 'name'>;
  children?: React.ReactNode;
}) {
  const t = useTranslations('shell');
  const common = useTranslations('common');
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-line border-b bg-surface px-4">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:bg-surface focus:p-2"
      >
        {common('skipToContent')}
      </a>
      <Link
        href="/companies"
        aria-label={t('allPlaces')}
        className="flex size-8 items-center justify-center rounded-md"
      >
        <Logo className="size-5" />
      </Link>
      <div className="min-w-0 flex-1">{children}</div>
      <NotificationBell />
      <AccountMenu person={person} version={packageJson.version} />
    </header>
  );
}
