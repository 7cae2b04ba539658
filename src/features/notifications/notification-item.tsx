import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Badge, type Tone } from '@/components/ui/badge';
import { UtcTime } from '@/components/utc-time';
import { ReasonSentence } from '@/features/events';
import { webhooksPath } from '@/features/tenants';
import type { RouterOutputs } from '@/trpc/client';

type Item = RouterOutputs['notifications']['list']['items'][number];

const SIGNS = {
  failing: { tone: 'danger', text: 'failing' },
  recovered: { tone: 'calm', text: 'recovered' },
  gone: { tone: 'off', text: 'gone' },
  window_ended: { tone: 'danger', text: 'window_ended' },
} as const satisfies Record<Item['kind'], { tone: Tone; text: Item['kind'] }>;

export function NotificationItem({ item }: { item: Item }) {
  const t = useTranslations('notifications');
  const { tone, text } = SIGNS[item.kind];
  return (
    <li className="relative flex flex-col gap-1 border-line border-b px-4 py-3 last:border-b-0 hover:bg-sunken">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <Link
          href={`${webhooksPath(item)}/${item.hookId}`}
          className={`min-w-0 break-words after:absolute after:inset-0 ${item.isRead ? '' : 'font-medium'}`}
        >
          {t(text, { name: item.hookName, count: Number(item.reason?.params.count ?? 0) })}
        </Link>
        {item.isRead ? null : <Badge tone={tone}>{t('unread')}</Badge>}
        <span className="text-muted text-table sm:ml-auto">
          <UtcTime at={item.createdAt} />
        </span>
      </div>
      <p className="text-muted text-table">
        {item.companyName}
        {item.projectName === null ? null : ` / ${item.projectName}`}
        {item.reason === null ? null : (
          <>
            {'. '}
            <ReasonSentence reason={item.reason} />
          </>
        )}
      </p>
    </li>
  );
}
