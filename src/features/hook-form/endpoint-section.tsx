'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/field';
import { Checkbox } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { isPrivateHost } from '@/domain/private-host';
import { AuthorizationField } from './authorization-field';
import type { DestinationRules } from './check-draft';
import { DeliveryOptions } from './delivery-options';
import { proposedName } from './draft';
import type { FormPart } from './form-part';
import { FormSection } from './form-section';
import { HeaderFields } from './header-fields';
import { PayloadFormat, type SampleOf } from './payload-format';

export function EndpointSection({
  part,
  rules,
  sample,
  isCompany,
  isSaved,
  onUrlLeft,
}: {
  part: FormPart;
  rules: DestinationRules;
  sample: SampleOf;
  isCompany: boolean;
  isSaved: boolean;
  onUrlLeft: () => void;
}) {
  const t = useTranslations('hookForm');
  const { draft, onChange, errorAt } = part;
  const isBlocked = !rules.allowPrivate && isPrivateHost(hostOf(draft.destinationUrl));
  return (
    <FormSection title={t('endpointConfiguration')}>
      <Field label={t('name')} name="name" help={t('nameHelp')} error={errorAt('name')}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            value={draft.name}
            placeholder={proposedName(draft.destinationUrl)}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t('endpointUrl')}
        name="destinationUrl"
        help={t('endpointUrlHelp')}
        error={errorAt('destinationUrl')}
        isRequired
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            placeholder="https://example.com/webhooks"
            value={draft.destinationUrl}
            onChange={(event) => onChange({ destinationUrl: event.target.value })}
            onBlur={onUrlLeft}
          />
        )}
      </Field>
      {isBlocked ? (
        <p role="status" className="rounded bg-retrying-soft px-3 py-2 text-retrying text-table">
          {t('privateHost')}
        </p>
      ) : null}
      <AuthorizationField part={part} />
      <HeaderFields part={part} />
      <PayloadFormat part={part} sample={sample} isSaved={isSaved} />
      {isCompany ? (
        <div className="flex items-start gap-2">
          <Checkbox
            id="allProjects"
            className="mt-1"
            aria-describedby="allProjects-help"
            state={draft.allProjects}
            onStateChange={(allProjects) => onChange({ allProjects })}
          />
          <div>
            <label htmlFor="allProjects" className="font-medium">
              {t('allProjects')}
            </label>
            <p id="allProjects-help" className="text-muted text-table">
              {t('allProjectsHelp')}
            </p>
          </div>
        </div>
      ) : null}
      <DeliveryOptions part={part} />
    </FormSection>
  );
}

function hostOf(url: string): string {
  return proposedName(url) === '' ? '' : new URL(url.trim()).hostname.replace(/^\[(.*)\]$/, '$1');
}
