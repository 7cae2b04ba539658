import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Input } from '@/components/ui/input';
import { CheckLine } from './check-line';

const FILTERED_FROM = 10;

type Project = { id: number; name: string };

/** Null means the company itself and all its projects, also future ones. */
export function ProjectChoice({
  projects,
  chosen,
  error,
  onChange,
}: {
  projects: readonly Project[];
  chosen: readonly number[] | null;
  error: string | null;
  onChange: (chosen: readonly number[] | null) => void;
}) {
  const t = useTranslations('apiClients');
  const id = useId();
  return (
    <fieldset aria-describedby={error ? `${id}-error` : undefined}>
      <legend className="mb-1 font-medium text-sm">{t('reaches')}</legend>
      <label className="flex min-h-7 items-center gap-2 text-table">
        <input
          type="radio"
          name={id}
          checked={chosen === null}
          onChange={() => onChange(null)}
          className="accent-accent"
        />
        {t('allProjects')}
      </label>
      <label className="flex min-h-7 items-center gap-2 text-table">
        <input
          type="radio"
          name={id}
          checked={chosen !== null}
          disabled={projects.length === 0}
          onChange={() => onChange([])}
          className="accent-accent"
        />
        {t('chosenProjects')}
      </label>
      {chosen === null ? null : (
        <ProjectList projects={projects} chosen={chosen} onChange={onChange} />
      )}
      {error ? (
        <p id={`${id}-error`} className="text-failed text-table">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}

function ProjectList({
  projects,
  chosen,
  onChange,
}: {
  projects: readonly Project[];
  chosen: readonly number[];
  onChange: (chosen: readonly number[]) => void;
}) {
  const t = useTranslations('apiClients');
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const found = projects.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <div className="mt-1 ml-6 flex flex-col gap-2">
      {projects.length < FILTERED_FROM ? null : (
        <Input
          type="search"
          aria-label={t('findProject')}
          placeholder={t('findProject')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      )}
      <div className="max-h-40 overflow-y-auto rounded-md border border-line px-3 py-1">
        {found.map(({ id, name }) => (
          <CheckLine
            key={id}
            label={name}
            isChosen={chosen.includes(id)}
            onChoose={(isChosen) =>
              onChange(isChosen ? [...chosen, id] : chosen.filter((each) => each !== id))
            }
          />
        ))}
        {found.length === 0 ? <p className="text-muted text-table">{t('noProjectFound')}</p> : null}
      </div>
    </div>
  );
}
