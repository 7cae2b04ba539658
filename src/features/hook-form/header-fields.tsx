'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Input } from '@/components/ui/input';
import { headerField } from './check-draft';
import { type DraftHeader, emptyHeader } from './draft';
import type { FormPart } from './form-part';
import { SavedValue } from './saved-value';

/** The hook's other headers, one per line. Saved values stay unless they are replaced. */
export function HeaderFields({ part }: { part: FormPart }) {
  const t = useTranslations('hookForm');
  const added = useRef(0);
  const { headers } = part.draft;
  const change = (key: string, changes: Partial<DraftHeader>) =>
    part.onChange({
      headers: headers.map((header) => (header.key === key ? { ...header, ...changes } : header)),
    });
  const remove = (key: string) =>
    part.onChange({ headers: headers.filter((header) => header.key !== key) });
  const add = () => {
    added.current += 1;
    part.onChange({ headers: [...headers, emptyHeader(`new-${added.current}`)] });
  };
  const problem = part.errorAt('headers');
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-sm">{t('furtherHeaders')}</legend>
      {headers.length > 0 ? (
        <p className="text-muted text-table">{t('furtherHeadersHelp')}</p>
      ) : null}
      {headers.map((header) => (
        <HeaderLine
          key={header.key}
          header={header}
          errorAt={part.errorAt}
          onChange={(changes) => change(header.key, changes)}
          onRemove={() => remove(header.key)}
        />
      ))}
      {problem ? (
        <p id="headers" tabIndex={-1} className="text-failed text-table">
          {problem}
        </p>
      ) : null}
      <Button variant="outline" size="small" className="self-start" onClick={add}>
        {t('addHeader')}
      </Button>
    </fieldset>
  );
}

function HeaderLine({
  header,
  errorAt,
  onChange,
  onRemove,
}: {
  header: DraftHeader;
  errorAt: FormPart['errorAt'];
  onChange: (changes: Partial<DraftHeader>) => void;
  onRemove: () => void;
}) {
  const t = useTranslations('hookForm');
  const problems = (['name', 'value'] as const).map((side) => ({
    id: headerField(header, side),
    error: errorAt(headerField(header, side)),
  }));
  if (header.saved !== null) {
    return (
      <div>
        <div className="grid gap-x-2 gap-y-1 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)] sm:items-center">
          <span className="break-all font-mono text-table">{header.name}</span>
          <SavedValue
            id={headerField(header, 'value')}
            aria-describedby={`${headerField(header, 'value')}-error`}
            mask={header.saved}
            name={header.name}
            onReplace={() => onChange({ saved: null, value: '' })}
            onRemove={onRemove}
          />
        </div>
        <ShowValue header={header} onChange={onChange} />
        <Problems problems={problems} />
      </div>
    );
  }
  const control = (side: 'name' | 'value') => ({
    id: headerField(header, side),
    value: header[side],
    'aria-label': t(side === 'name' ? 'headerName' : 'headerValue'),
    placeholder: t(side === 'name' ? 'headerName' : 'headerValue'),
    'aria-invalid': errorAt(headerField(header, side)) ? (true as const) : undefined,
    'aria-describedby': `${headerField(header, side)}-error`,
    autoComplete: 'off',
    spellCheck: false,
    className: 'font-mono',
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ [side]: event.target.value }),
  });
  return (
    <div>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-2 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)_auto]">
        <Input {...control('name')} />
        <Input {...control('value')} className="col-start-1 font-mono sm:col-start-2" />
        <Button
          variant="quiet"
          size="icon"
          className="col-start-2 row-start-1 mt-0.5 sm:col-start-3"
          onClick={onRemove}
          aria-label={t('removeNamed', { name: header.name || t('headerName') })}
        >
          <X aria-hidden />
        </Button>
      </div>
      <ShowValue header={header} onChange={onChange} />
      <Problems problems={problems} />
    </div>
  );
}

function ShowValue({
  header,
  onChange,
}: {
  header: DraftHeader;
  onChange: (changes: Partial<DraftHeader>) => void;
}) {
  const t = useTranslations('hookForm');
  const id = `header-${header.key}-shown`;
  return (
    <div className="mt-1 flex items-center gap-2 text-muted text-table">
      <Checkbox
        id={id}
        aria-label={header.name ? t('showValueNamed', { name: header.name }) : t('showValue')}
        state={header.isPublic}
        onStateChange={(isPublic) => onChange({ isPublic })}
      />
      <label htmlFor={id}>{t('showValue')}</label>
    </div>
  );
}

function Problems({ problems }: { problems: { id: string; error: string | undefined }[] }) {
  return problems.map(({ id, error }) =>
    error ? (
      <p key={id} id={`${id}-error`} className="mt-1 text-failed text-table">
        {error}
      </p>
    ) : null,
  );
}
