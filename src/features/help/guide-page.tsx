import { useLocale, useTranslations } from 'next-intl';
import { PageHeader } from '@/components/page-header';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { GUIDES } from './content';
import { EVENT_COLUMNS, GUIDE_ACTIONS, type Guide, type GuideFacts } from './content/guide';
import { PayloadFormats, Sample } from './payload-formats';
import { Anchored, Entry, Prose, Terms } from './prose';
import { GUIDE_SECTIONS, type SectionKey } from './sections';
import { VERIFY_EXAMPLE } from './verify-example';

/** The user guide in the reader's language: a table of contents, and everything on one page. */
export function GuidePage({ facts }: { facts: GuideFacts }) {
  const guide = GUIDES[useLocale()](facts);
  return (
    <div className="lg:grid lg:grid-cols-[200px_minmax(0,880px)] lg:gap-10 print:block">
      <nav
        aria-labelledby="on-this-page"
        className="mb-6 lg:sticky lg:top-20 lg:mb-0 lg:self-start print:hidden"
      >
        <p id="on-this-page" className="text-muted text-xs">
          {guide.onThisPage}
        </p>
        <ul className="mt-1 text-table">
          {GUIDE_SECTIONS.map(([key, id]) => (
            <li key={id}>
              <a href={`#${id}`} className="flex min-h-7 items-center hover:underline">
                {guide[key].title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <article className="min-w-0 max-w-[880px]">
        <PageHeader title={guide.title}>{guide.lead}</PageHeader>
        {GUIDE_SECTIONS.map(([key, id]) => (
          <section key={id} className="mt-8">
            <Anchored id={id} as="h2">
              {guide[key].title}
            </Anchored>
            <Prose>{guide[key].body}</Prose>
            <Further section={key} guide={guide} />
          </section>
        ))}
      </article>
    </div>
  );
}

/** The content below a section's text. */
function Further({ section, guide }: { section: SectionKey; guide: Guide }) {
  switch (section) {
    case 'formats':
      return (
        <>
          <PayloadFormats formats={guide.formats} />
          <Prose>{guide.formats.after}</Prose>
        </>
      );
    case 'verify':
      return (
        <>
          <Terms
            of={Object.entries(guide.verify.headers).map(([name, text]) => ({
              term: <code>{name}</code>,
              text,
            }))}
          />
          <Sample caption="JavaScript">{VERIFY_EXAMPLE}</Sample>
          <Prose>{guide.verify.after}</Prose>
        </>
      );
    case 'events':
      return (
        <>
          <EventColumns columns={guide.events.columns} />
          <Prose>{guide.events.after}</Prose>
        </>
      );
    case 'statuses':
      return <Statuses each={guide.statuses.each} />;
    case 'actions':
      return GUIDE_ACTIONS.map((action) => (
        <Entry key={action} id={action} title={guide.actions.each[action].title}>
          {guide.actions.each[action].body}
        </Entry>
      ));
    default:
      return null;
  }
}

function EventColumns({ columns }: { columns: Guide['events']['columns'] }) {
  const t = useTranslations('events');
  return <Terms of={EVENT_COLUMNS.map((name) => ({ term: t(name), text: columns[name] }))} />;
}

function Statuses({ each }: { each: Guide['statuses']['each'] }) {
  const t = useTranslations('deliveryStatus');
  return DELIVERY_STATUSES.map((status) => (
    <Entry key={status} id={status} title={t(status)}>
      <p>{each[status]}</p>
    </Entry>
  ));
}
