import { useTranslations } from 'next-intl';
import { headerNameAt, type Problem } from './check-draft';
import type { Draft } from './draft';
import { useProblemText } from './problem-text';

/** The problems that prevent saving. Each line leads to its control. */
export function ErrorSummary({
  problems,
  draft,
  onVisit,
}: {
  problems: readonly Problem[];
  draft: Draft;
  onVisit: (field: string) => void;
}) {
  const t = useTranslations('hookForm');
  const text = useProblemText();
  if (problems.length === 0) return null;
  return (
    <div role="alert" className="rounded-md border border-failed bg-failed-soft p-4 text-failed">
      <p className="font-medium">{t('problems', { count: problems.length })}</p>
      <ul className="mt-1 list-disc pl-5">
        {problems.map(({ field, code }) => {
          const name = headerNameAt(draft, field);
          return (
            <li key={`${field}-${code}`}>
              <a
                href={`#${field}`}
                className="underline underline-offset-2"
                onClick={(event) => {
                  event.preventDefault();
                  onVisit(field);
                }}
              >
                {name === null ? null : <code className="mr-2 break-all">{name}</code>}
                {text(code)}
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
