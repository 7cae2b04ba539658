import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Logo } from '@/components/logo';
import { Button } from '@/components/ui/button';

/** The top bar of a public page, for people who are not signed in. */
export function PublicBar({ signInPath }: { signInPath: string }) {
  const t = useTranslations('signIn');
  return (
    <header className="sticky top-0 z-20 flex h-12 items-center justify-between gap-2 border-line border-b bg-surface px-4 print:static">
      <span className="flex items-center gap-2 font-medium text-base">
        <Logo className="size-5" />
        Gancho
      </span>
      <Button asChild variant="quiet" size="small">
        <Link href={signInPath}>{t('title')}</Link>
      </Button>
    </header>
  );
}
