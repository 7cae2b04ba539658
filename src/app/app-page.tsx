import { PersonPage } from '@/features/shell';
import { Prefetched } from './prefetched';

type Props = Parameters<typeof PersonPage>[0];

/** A page outside of companies and projects, with what its top bar shows. */
export function AppPage(props: Props) {
  return (
    <Prefetched
      queries={(trpc) => [
        trpc.health.queryOptions(),
        trpc.notifications.unreadCount.queryOptions(),
      ]}
    >
      <PersonPage {...props} />
    </Prefetched>
  );
}
