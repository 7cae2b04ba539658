import type { GuideFacts, LookingAfter } from '../guide';

export const lookingAfter = ({ retentionDays }: GuideFacts): LookingAfter => ({
  events: {
    title: 'Read the events',
    body: (
      <p>
        The page of a hook lists its events, the newest first. They are kept for a rolling{' '}
        {retentionDays}-day period. Select one to see its attempts: what was sent, what the endpoint
        answered, and how long it took.
      </p>
    ),
    columns: {
      resourceName: 'What kind of record changed, as the API names it.',
      resourceId: 'Which one. The search above the list finds all events of one record.',
      eventType: 'Whether it was created, updated or deleted.',
      eventStatus: 'Where its delivery stands; see the next section.',
      timestamp: 'When it happened, in universal time so that it reads alike everywhere.',
    },
    after: (
      <p>Filters stand in the address of the page: copied, it shows a colleague the same events.</p>
    ),
  },
  statuses: {
    title: 'What each status means',
    body: <p>Every delivery is in one of five states, and says why.</p>,
    each: {
      queued:
        'Waits for its first attempt. That is usually a matter of moments, or lasts as long as the hook is disabled.',
      retrying:
        'The endpoint could not be reached, took too long, or answered with something other than 200 to 299. The event is sent again; the time of the next attempt is shown.',
      delivered: 'The endpoint answered with a status from 200 to 299. Nothing is left to do.',
      failed:
        'Refused for good: the endpoint answered 410 Gone, or its address is no allowed destination. It is not sent again unless you redeliver it.',
      discarded:
        'Given up after the time set for retrying, or because an admin discarded the queue. It stays in the history and can be redelivered.',
    },
  },
  statistics: {
    title: 'See how a hook fares',
    body: (
      <>
        <p>
          The list shows what each hook attempted in the last 24 hours, an hour a bar; its page
          shows the last 24 hours, 7 days or 28 days. Striped parts are attempts that failed: an
          event that is taken at the third attempt counts as two failures and one success. Test
          events are left out.
        </p>
        <p>
          The times tell how quickly the endpoint answers: half of the requests took no longer than
          the median, 95 of 100 no longer than the 95th percentile. Point at a bar, or reach the
          chart with Tab and use the arrow keys, to see what it holds. The hours are those of
          universal time.
        </p>
      </>
    ),
  },
  actions: {
    title: 'What you can do',
    body: <p>On the page of a hook, as an Admin:</p>,
    each: {
      disable: {
        title: 'Disable and enable',
        body: (
          <p>
            A disabled hook sends nothing. Its events wait, Queued, and go out when you enable it,
            unless you discard them. A hook disables itself when its endpoint answers{' '}
            <code>410 Gone</code>; find out why before you enable it.
          </p>
        ),
      },
      'try-now': {
        title: 'Try now',
        body: (
          <p>
            When an endpoint is repaired, there is no need to wait for the next attempt: everything
            that waits goes out at once.
          </p>
        ),
      },
      'discard-queue': {
        title: 'Discard queue',
        body: (
          <p>
            Everything that waits becomes Discarded and is not sent. What happens afterwards is sent
            as usual.
          </p>
        ),
      },
      redeliver: {
        title: 'Redeliver',
        body: (
          <p>
            Sends a finished event once more, with the same body and the same{' '}
            <code>webhook-id</code>. A receiver that has already taken it will recognize it.
          </p>
        ),
      },
      'rotate-secret': {
        title: 'Rotate the secret',
        body: (
          <p>
            Makes a new signing secret and shows it once. For a time that you choose, requests carry
            a signature by each, so that the receiver can change over without missing one.
          </p>
        ),
      },
      'test-event': {
        title: 'Send test event',
        body: (
          <p>
            Sends a made-up event of the selected kinds, marked with the header{' '}
            <code>webhook-test: true</code>. It takes the same way as any other and does not count
            in the hook’s health.
          </p>
        ),
      },
    },
  },
  retries: {
    title: 'Order and retries',
    body: (
      <>
        <p>
          An event that is not taken is tried again after 1 second, then 2, 4, 8 and so on up to an
          hour, until it is taken or the time set for retrying is over: 12 hours unless you set
          another. An endpoint that sends <code>Retry-After</code> is left alone for that long.
        </p>
        <p>
          <b>In parallel</b>, several requests are under way at once. That is fastest, but events
          may arrive in another order than they happened; compare their timestamps. After five
          failures in a row the queue rests, and single requests find out when the endpoint is back.
        </p>
        <p>
          <b>In order</b>, each event waits until the one before it has been taken or given up. One
          that fails holds up those behind it.
        </p>
        <p>
          Each event arrives at least once. It can arrive twice, for instance when an answer got
          lost; that is what <code>webhook-id</code> is for.
        </p>
      </>
    ),
  },
  remove: {
    title: 'Delete a hook',
    body: (
      <p>
        Deleting takes effect at once: what waits is discarded, and no later event is sent. The
        history stays readable for as long as it is kept. A deleted hook cannot be brought back; to
        pause one, disable it.
      </p>
    ),
  },
  seeAlso: {
    title: 'See also',
    body: (
      <ul>
        <li>
          <a href="/docs/api">The API: first calls, reference, catalogue</a>
        </li>
        <li>
          <a href="https://www.standardwebhooks.com">Standard Webhooks</a>, the specification of the
          signature, and its libraries
        </li>
      </ul>
    ),
  },
});
