import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { renderPayload } from '@/domain/payload/render';
import { PAYLOAD_VERSIONS } from '@/domain/payload/version';
import { layOutJson } from '@/lib/pretty-json';
import type { Guide } from './content/guide';
import { SAMPLE_EVENT } from './sample-event';

/** The newest first, because new hooks should use it. */
const VERSIONS = PAYLOAD_VERSIONS.toReversed();

/** The fields of each version, and the same event in each of them. */
export function PayloadFormats({ formats }: { formats: Guide['formats'] }) {
  return (
    <>
      <div className="mt-4">
        <Table aria-label={formats.title}>
          <thead>
            <tr>
              <HeadCell>{formats.columns.version}</HeadCell>
              <HeadCell>{formats.columns.contents}</HeadCell>
              <HeadCell>{formats.columns.suits}</HeadCell>
            </tr>
          </thead>
          <tbody>
            {VERSIONS.map((version) => (
              <Row key={version}>
                <Cell className="font-mono">{version}</Cell>
                <Cell>{formats.versions[version].contents}</Cell>
                <Cell>{formats.versions[version].suits}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </div>
      {VERSIONS.map((version) => (
        <Sample key={version} caption={formats.sample.replace('{version}', version)}>
          {layOutJson(renderPayload(version, SAMPLE_EVENT))}
        </Sample>
      ))}
    </>
  );
}

export function Sample({ caption, children }: { caption: string; children: string }) {
  return (
    <figure className="mt-4 break-inside-avoid">
      <figcaption className="text-muted text-table">{caption}</figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must take the focus
        tabIndex={0}
        className="mt-1 overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs print:whitespace-pre-wrap"
      >
        {children}
      </pre>
    </figure>
  );
}
