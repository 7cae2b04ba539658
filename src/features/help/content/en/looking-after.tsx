import type { GuideFacts, LookingAfter } from '../guide';

export const lookingAfter = ({ retentionDays }: GuideFacts): LookingAfter => ({
  events: {
    title: 'Read the events',
    body: (
      <p>
        The page of a hook lists its events, the newest first. They are kept for {retentionDays}{' '}
        days. Select an event to see its attempts: the request, the answer of the endpoint, and the
        duration.
      </p>
    ),
    columns: {
      resourceName: 'The kind of record that changed, with its name in the API.',
      resourceId:
        'The record that changed. The search above the list finds all events of one record.',
      eventType: 'Whether it was created, updated or deleted.',
      eventStatus: 'The state of its delivery. The next section explains the states.',
      timestamp: 'The time of the change in UTC, so that everyone sees the same time.',
    },
    after: (
      <p>
        The address of the page contains the filters. Copy it to show a colleague the same events.
      </p>
    ),
  },
  statuses: {
    title: 'Statuses',
    body: (
      <p>
        Every delivery has one of five states and a reason. Failed events, and events whose retry
        period ended, are lost: the page of the hook says how many, until you redeliver or dismiss
        them.
      </p>
    ),
    each: {
      queued:
        'The delivery waits for its first attempt. It usually waits for a moment, or as long as the hook is disabled.',
      retrying:
        'The endpoint did not answer in time, or answered with a status other than 200 to 299. The event is sent again at the time that is shown.',
      delivered: 'The endpoint answered with a status from 200 to 299. The delivery is complete.',
      failed:
        'The endpoint answered 410 Gone, or its address is not an allowed destination. The event is sent again only if you redeliver it.',
      discarded:
        'The retry period ended, or an admin discarded the queue. The event stays in the history and can be redelivered.',
    },
  },
  statistics: {
    title: 'See the statistics of a hook',
    body: (
      <>
        <p>
          The list shows the attempts of each hook in the last 24 hours, with one bar for each hour.
          The page of a hook shows the last 24 hours, 7 days or 28 days. Striped parts are failed
          attempts: an event that is delivered at the third attempt counts as two failures and one
          success. Test events are not counted.
        </p>
        <p>
          The durations show how quickly the endpoint answers: half of the requests took no longer
          than the median, and 95 of 100 no longer than the 95th percentile. To see the figures of
          an hour, point at its bar, or move to the chart with Tab and use the arrow keys. Hours are
          in UTC.
        </p>
      </>
    ),
  },
  actions: {
    title: 'Actions',
    body: <p>An Admin has these actions on the page of a hook:</p>,
    each: {
      disable: {
        title: 'Disable and enable',
        body: (
          <p>
            A disabled hook sends nothing. Its events stay Queued and are sent when you enable it,
            unless you discard them. A hook is disabled automatically when its endpoint answers{' '}
            <code>410 Gone</code>. Find out why before you enable it.
          </p>
        ),
      },
      'try-now': {
        title: 'Try now',
        body: (
          <p>
            Use it when the endpoint is repaired, so that the waiting events are sent at once and
            not at the time of the next attempt.
          </p>
        ),
      },
      'discard-queue': {
        title: 'Discard queue',
        body: (
          <p>
            All waiting events become Discarded and are not sent. Later events are sent as usual.
          </p>
        ),
      },
      redeliver: {
        title: 'Redeliver',
        body: (
          <p>
            Sends a finished event again, with the same body and the same <code>webhook-id</code>. A
            receiver that already has the event recognizes it by this id.
          </p>
        ),
      },
      'rotate-secret': {
        title: 'Rotate the secret',
        body: (
          <p>
            Creates a new signing secret and shows it once. For a period that you choose, each
            request has two signatures, one with each secret, so that the receiver can change to the
            new secret without missing a request.
          </p>
        ),
      },
      'test-event': {
        title: 'Send test event',
        body: (
          <p>
            Sends a sample event of a selected type with the header <code>webhook-test: true</code>.
            It is delivered like any other event, and does not change the health of the hook.
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
          An event that is not delivered is retried after 1 second, then 2, 4, 8 and so on up to one
          hour. Retries end when the event is delivered, or with the retry period, which is 12 hours
          unless you change it. After an answer with <code>Retry-After</code>, the endpoint gets no
          request for that time.
        </p>
        <p>
          <b>In parallel</b>, several requests are in flight at the same time. This is the fastest
          way, but events may arrive in a different order, so compare their timestamps. After five
          failures in a row the queue pauses, and single requests test whether the endpoint works
          again.
        </p>
        <p>
          <b>In order</b>, each event waits until the previous event is delivered or its retries
          have ended. An event that fails delays all later events.
        </p>
        <p>
          Each event arrives at least once. It can arrive twice, for example when an answer is lost.
          The receiver recognizes a repeated event by its <code>webhook-id</code>.
        </p>
      </>
    ),
  },
  remove: {
    title: 'Delete a hook',
    body: (
      <p>
        A hook is deleted at once: its waiting events are discarded, and later events are not sent.
        Its history stays readable until it expires. A deleted hook cannot be restored. To pause a
        hook, disable it.
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
