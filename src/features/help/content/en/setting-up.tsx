import type { SettingUp } from '../guide';

export const settingUp: SettingUp = {
  title: 'Webhooks: user guide',
  lead: 'For people who set up and manage hooks. Only the receiver needs a developer.',
  onThisPage: 'On this page',
  purpose: {
    title: 'The purpose of webhooks',
    body: (
      <>
        <p>
          A webhook notifies another system of a change as soon as it happens: an RFI is created, a
          submittal changes, a vendor is removed from the directory. The other system does not have
          to poll for changes.
        </p>
        <ul>
          <li>Keep accounting, a data warehouse or a report up to date within seconds.</li>
          <li>Start work in other systems: open a ticket, notify a team, copy a file.</li>
          <li>Save both systems the traffic of polling.</li>
        </ul>
        <p>
          A <em>hook</em> connects one company or project to one <em>endpoint</em>, the address at
          which the other system receives requests. You choose the events that it sends. An event
          names the record and the kind of change. The receiver can read the record over the API.
        </p>
      </>
    ),
  },
  before: {
    title: 'Before you begin',
    body: (
      <ul>
        <li>
          You need the permission Admin in the company to manage the hooks of the company, and in a
          project to manage the hooks of that project. With read-only access you can see hooks and
          their events, but not change them.
        </li>
        <li>
          The hook of a project sends the events of that project. The hook of a company sends the
          events of the company level and, with <b>Include all projects</b>, the events of every
          project.
        </li>
        <li>
          The endpoint needs an address that this installation can reach, usually with https and a
          valid certificate. It must answer within seconds, with a status from 200 to 299.
        </li>
        <li>
          A hook sends events that happen after you select them. It does not send earlier events.
        </li>
        <li>
          Developers can also manage hooks over the API, which <a href="/docs/api">/docs/api</a>{' '}
          describes.
        </li>
      </ul>
    ),
  },
  create: {
    title: 'Create a hook',
    body: (
      <>
        <ol>
          <li>
            Open the company or the project, then <b>Webhooks</b>, and choose <b>Create Hook</b>.
          </li>
          <li>
            Under <b>Endpoint Configuration</b> enter a name and the <b>Endpoint URL</b>. Without a
            name, the hook has the name of the endpoint’s host.
          </li>
          <li>
            If the endpoint requires credentials, enter them as <b>Authorization Header</b>, with
            their type: <code>Bearer 7f3…</code>. They are encrypted and cannot be read later. The
            same is true of other headers, unless you check <b>Show the value</b>. If you change the
            URL to another server, the form asks again for each value that another person set.
          </li>
          <li>
            Choose the <b>Payload Format</b>, the <a href="#payload-formats">version of the body</a>{' '}
            that is sent. It cannot be changed later.
          </li>
          <li>
            <a href="#select-events">Select the events to send</a>.
          </li>
          <li>
            Save. The <b>Signing secret</b> is shown only once. Give it to the developer of the
            receiver, then send a test event to check the connection.
          </li>
        </ol>
        <p>
          The default <b>Delivery options</b> suit most endpoints. The section{' '}
          <a href="#order-and-retries">order and retries</a> explains them.
        </p>
      </>
    ),
  },
  select: {
    title: 'Select events',
    body: (
      <>
        <p>
          Resources are listed by category and tool. Each has up to three event types: create,
          update and delete. The box of a category or tool selects everything in it. A type that a
          resource does not have is shown as unavailable. The search finds tools and descriptions.
        </p>
        <p>
          Your selection is shown below the list, where you can also remove events from it. A hook
          without selected events sends nothing. You can change the selection at any time, and the
          change applies to later events.
        </p>
      </>
    ),
  },
  formats: {
    title: 'Payload formats',
    body: (
      <p>
        The body of each request is one event as JSON. You choose its version when you create the
        hook.
      </p>
    ),
    columns: { version: 'Version', contents: 'Contents', suits: 'For' },
    versions: {
      'v4.0': {
        contents: 'Every id is a string, and a missing value is an empty string.',
        suits: 'New receivers',
      },
      'v3.0': {
        contents: 'Like v2.0, with the records to which a line item belongs.',
        suits: 'Receivers that follow line items',
      },
      'v2.0': {
        contents: 'Ids are numbers, and the metadata contains the source of the change.',
        suits: 'Receivers that already use it',
      },
    },
    sample: 'The same event in {version}',
    after: (
      <p>
        To change to another version, create a second hook with that version, and delete the first
        when the receiver uses the new one.
      </p>
    ),
  },
  verify: {
    title: 'Verify that a request is genuine',
    body: (
      <p>
        Anyone who knows the endpoint’s address can send requests to it. Therefore each request is
        signed with the hook’s secret, as{' '}
        <a href="https://www.standardwebhooks.com">Standard Webhooks</a> specifies. Most languages
        have a library for it. The receiver should refuse requests without a valid signature.
      </p>
    ),
    headers: {
      'webhook-id':
        'Identifies the delivery, and is the same in every attempt. The receiver ignores an id that it has seen before.',
      'webhook-timestamp':
        'The time of the signature, in seconds since 1970. The receiver refuses a request that is older than five minutes.',
      'webhook-signature':
        'The signature of id, timestamp and body. There are two signatures while a new secret replaces the old one.',
    },
    after: (
      <p>
        The signature covers the body exactly as it arrives, so verify it before you parse the body.
        Answer at once, and do longer work after the answer.
      </p>
    ),
  },
};
