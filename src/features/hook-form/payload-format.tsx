'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Field } from '@/components/field';
import { Select } from '@/components/ui/select';
import { renderPayload } from '@/domain/payload/render';
import { PAYLOAD_VERSIONS, type PayloadVersion } from '@/domain/payload/version';
import { layOutJson } from '@/lib/pretty-json';
import type { FormPart } from './form-part';

/** The subject of the sample body: the first selected event, in the hook's tenant. */
export type SampleOf = {
  companyId: number;
  projectId: number | null;
  resourceName: string;
  eventType: string;
};

export function PayloadFormat({
  part,
  sample,
  isSaved,
}: {
  part: FormPart;
  sample: SampleOf;
  isSaved: boolean;
}) {
  const t = useTranslations('hookForm');
  const { payloadVersion } = part.draft;
  return (
    <div className="flex flex-col gap-2">
      <Field
        label={t('payloadFormat')}
        name="payloadVersion"
        help={
          <>
            {t(isSaved ? 'payloadFormatFixed' : 'payloadFormatHelp')}{' '}
            <Link href="/help/webhooks#payload-formats" target="_blank" className="link">
              {t('learnMore')}
            </Link>
          </>
        }
      >
        {(control) => (
          <Select
            {...control}
            className="self-start"
            disabled={isSaved}
            value={payloadVersion}
            onChange={(event) =>
              part.onChange({ payloadVersion: event.target.value as PayloadVersion })
            }
          >
            {[...PAYLOAD_VERSIONS].reverse().map((version) => (
              <option key={version} value={version}>
                {version}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <details>
        <summary className="w-fit text-table">{t('sampleBody')}</summary>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          aria-label={t('sampleBody')}
          className="mt-2 max-h-80 overflow-auto rounded-md border border-line bg-sunken p-3"
        >
          <pre className="font-mono text-xs">{layOutJson(sampleBody(payloadVersion, sample))}</pre>
        </section>
      </details>
    </div>
  );
}

function sampleBody(version: PayloadVersion, sample: SampleOf) {
  return renderPayload(version, {
    ...sample,
    id: 1048576,
    ulid: '01JKEXAMPLE0000000000000000'.slice(0, 26),
    timestamp: '2026-03-17T19:27:05.123456Z',
    userId: '4203',
    resourceId: '598134',
    metadata: null,
    relatedResources: null,
    data: null,
  });
}
