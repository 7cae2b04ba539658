import type { SettingUp } from '../guide';

export const settingUp: SettingUp = {
  title: 'Webhooks: user guide',
  lead: 'For the people who set up hooks and look after them. Only the receiving end needs a developer.',
  onThisPage: 'On this page',
  purpose: {
    title: 'What webhooks are for',
    body: (
      <>
        <p>
          A webhook tells another system about a change here in the moment it happens: an RFI is
          created, a submittal changes, a vendor leaves the directory. The other system does not
          have to ask again and again whether there is something new.
        </p>
        <ul>
          <li>Keep accounting, a data warehouse or a report up to date within seconds.</li>
          <li>Start work elsewhere: open a ticket, notify a team, copy a file.</li>
          <li>Spare both sides the traffic of asking on a schedule.</li>
        </ul>
        <p>
          A <em>hook</em> joins one company or project to one <em>endpoint</em>, an address at which
          the other system takes requests. You choose the events that it sends. An event says which
          record changed and how; the receiver reads the record itself over the API if it needs it.
        </p>
      </>
    ),
  },
  before: {
    title: 'Before you begin',
    body: (
      <ul>
        <li>
          You need the permission Admin: in the company for its hooks, in the project for a
          project’s. With read-only access you see hooks and their events, and nothing that would
          change them.
        </li>
        <li>
          A project’s hook sends what happens in that project. A company’s hook sends what happens
          at the company level, and with <b>Include all projects</b> what happens in every project
          too.
        </li>
        <li>
          The endpoint needs an address that this installation can reach, usually with https and a
          valid certificate. It has to answer within seconds, with a status from 200 to 299.
        </li>
        <li>
          A hook sends what happens from the moment an event is selected. What happened earlier is
          not sent afterwards.
        </li>
        <li>
          Developers find the API, with which hooks can be managed too, described in{' '}
          <a href="/docs/api">/docs/api</a>.
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
            Under <b>Endpoint Configuration</b> enter a name and the <b>Endpoint URL</b>. Left
            empty, the name is the endpoint’s host.
          </li>
          <li>
            If the endpoint asks for credentials, enter them as <b>Authorization Header</b>, with
            their type: <code>Bearer 7f3…</code>. They are encrypted and cannot be read back; so are
            further headers, unless you check <b>Show the value</b>. If the URL later leads to
            another server, the form asks for each value that someone else has set.
          </li>
          <li>
            Choose the <b>Payload Format</b>, the <a href="#payload-formats">version of the body</a>{' '}
            that is sent. It cannot be changed later.
          </li>
          <li>
            <a href="#select-events">Select the events to send</a>.
          </li>
          <li>
            Save. The <b>Signing secret</b> is shown this once: hand it to whoever builds the
            receiver, then send a test event to see the two talk.
          </li>
        </ol>
        <p>
          <b>Delivery options</b> are set so that they suit most endpoints;{' '}
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
          update and delete. A box further up selects everything below it; a type that a resource
          does not have is shown as unavailable. The search finds tools and descriptions.
        </p>
        <p>
          Below the list stands what you have selected, where you can also take it back. A hook
          without selected events sends nothing. You can change the selection at any time; it counts
          from then on.
        </p>
      </>
    ),
  },
  formats: {
    title: 'Payload formats',
    body: (
      <p>
        The body of each request is one event as JSON. Its version is chosen when the hook is
        created.
      </p>
    ),
    columns: { version: 'Version', contents: 'What it holds', suits: 'For' },
    versions: {
      'v4.0': {
        contents: 'Every id is text, and what is not there is empty text.',
        suits: 'New receivers',
      },
      'v3.0': {
        contents: 'As v2.0, and the records that a line item belongs to.',
        suits: 'Receivers that follow line items',
      },
      'v2.0': {
        contents: 'Ids are numbers; where the change came from is in the metadata.',
        suits: 'Receivers that already read it',
      },
    },
    sample: 'The same event in {version}',
    after: (
      <p>
        To move to another version, create a second hook with it, and delete the first when the
        receiver has changed over.
      </p>
    ),
  },
  verify: {
    title: 'Verify that a request is genuine',
    body: (
      <p>
        Anyone who knows the endpoint’s address can send requests to it. Each of ours is therefore
        signed with the hook’s secret, as{' '}
        <a href="https://www.standardwebhooks.com">Standard Webhooks</a> specifies it; there are
        libraries for most languages. The receiver should refuse what is not signed.
      </p>
    ),
    headers: {
      'webhook-id':
        'Names the delivery, and stays the same on every attempt. The receiver ignores one that it has seen.',
      'webhook-timestamp':
        'When this attempt was signed, in seconds since 1970. The receiver refuses one older than five minutes.',
      'webhook-signature':
        'The signature of id, timestamp and body; two of them while a new secret replaces the old one.',
    },
    after: (
      <p>
        The signature is over the body as it came: verify first, parse afterwards. Answer at once,
        and do longer work after the answer.
      </p>
    ),
  },
};
