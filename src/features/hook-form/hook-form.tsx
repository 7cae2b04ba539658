'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useDeferredValue, useEffect, useId, useRef, useState } from 'react';
import { PageHeader } from '@/components/page-header';
import type { Tenant } from '@/features/tenants';
import { checkDraft, checkUrl, type DestinationRules, type Problem } from './check-draft';
import type { Draft } from './draft';
import { EndpointSection } from './endpoint-section';
import { ErrorSummary } from './error-summary';
import { type EventKey, type ListedResource, splitKey } from './events/event-tree';
import { SelectEvents } from './events/select-events';
import { SelectedEvents } from './events/selected-events';
import type { Selection } from './events/selection';
import { useSelection } from './events/use-selection';
import { LeaveGuard } from './leave-guard';
import { useProblemText } from './problem-text';
import { SaveBar, type SaveFailure } from './save-bar';

/** The result of sending a draft: `problems` are the server's refusals of the draft, `failure` has another cause. */
export type SaveResult =
  | { isSaved: true }
  | { isSaved: false; problems: Problem[]; failure: SaveFailure | null };

export function HookForm({
  tenant,
  initial,
  rules,
  resources,
  selection,
  title,
  isSaved,
  cancelHref,
  onSave,
}: {
  tenant: Tenant;
  initial: Draft;
  rules: DestinationRules;
  resources: readonly ListedResource[];
  selection: Selection;
  title: string;
  /** Whether the hook exists already. */
  isSaved: boolean;
  cancelHref: string;
  /** `isOverwriting`: the person has seen that another one changed the hook, and saves all the same. */
  onSave: (
    draft: Draft,
    selected: readonly EventKey[],
    isOverwriting: boolean,
  ) => Promise<SaveResult>;
}) {
  const t = useTranslations('hookForm');
  const text = useProblemText();
  const headingId = useId();
  const [draft, setDraft] = useState(initial);
  const [isSubmitted, setIsSubmitted] = useState(false);
  const [isUrlLeft, setIsUrlLeft] = useState(false);
  const [refused, setRefused] = useState<Problem[]>([]);
  const [failure, setFailure] = useState<SaveFailure | null>(null);
  const [isPending, setIsPending] = useState(false);
  const isSending = useRef(false);
  const [wasSaved, setWasSaved] = useState(false);
  const visit = useVisit();
  const { tree, selected, isChanged } = useSelection({
    resources,
    selection,
    isCompany: tenant.projectId === null,
    allProjects: draft.allProjects,
  });

  const found = [...checkDraft(draft, rules), ...refused];
  const urlProblems =
    isUrlLeft && draft.destinationUrl.trim() !== '' ? checkUrl(draft.destinationUrl, rules) : [];
  const shown = isSubmitted ? found : urlProblems;
  const isDirty = !wasSaved && (isChanged || JSON.stringify(draft) !== JSON.stringify(initial));

  const change = (changes: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...changes }));
    // The server's refusals belong to the draft that was sent, which has changed.
    setRefused([]);
  };

  const deselect = useCallback(
    (keys: readonly EventKey[]) => selection.set(keys, false),
    [selection],
  );

  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void save(false);
  };

  const save = async (isOverwriting: boolean) => {
    // A second quick click can come before the button changes.
    if (isSending.current) return;
    setIsSubmitted(true);
    setFailure(null);
    const [first] = checkDraft(draft, rules);
    if (first) return visit(first.field);
    isSending.current = true;
    setIsPending(true);
    const result = await onSave(draft, [...selected], isOverwriting);
    isSending.current = false;
    setIsPending(false);
    if (result.isSaved) return setWasSaved(true);
    setRefused(result.problems);
    setFailure(result.failure);
    const [refusal] = result.problems;
    if (refusal) visit(refusal.field);
  };

  return (
    <form noValidate aria-labelledby={headingId} onSubmit={submit} className="flex flex-col">
      <LeaveGuard isDirty={isDirty} />
      <div className="flex max-w-[880px] flex-col gap-6 pb-6">
        <PageHeader title={<span id={headingId}>{title}</span>}>{t('text')}</PageHeader>
        {isSubmitted ? <ErrorSummary problems={found} draft={draft} onVisit={visit} /> : null}
        <EndpointSection
          part={{
            draft,
            onChange: change,
            errorAt: (field) => {
              const problem = shown.find((at) => at.field === field);
              return problem && text(problem.code);
            },
          }}
          rules={rules}
          sample={{ ...tenant, ...sampleEvent(selected) }}
          isCompany={tenant.projectId === null}
          isSaved={isSaved}
          onUrlLeft={() => setIsUrlLeft(true)}
        />
        <SelectEvents
          resources={resources}
          selection={selection}
          isCompany={tenant.projectId === null}
          allProjects={draft.allProjects}
        />
        <SelectedEvents tree={tree} selected={useDeferredValue(selected)} onRemove={deselect} />
      </div>
      <SaveBar
        isSaved={isSaved}
        isPending={isPending}
        failure={failure}
        cancelHref={cancelHref}
        selectedCount={selected.size}
        onOverwrite={() => void save(true)}
      />
    </form>
  );
}

function sampleEvent(selected: ReadonlySet<EventKey>) {
  const [first = 'RFIs.create' as const] = selected;
  return splitKey(first);
}

/** Moves to a control once it shows its error, also if it is still folded. */
function useVisit(): (field: string) => void {
  const [target, setTarget] = useState<{ field: string } | null>(null);
  const visited = useRef(target);
  useEffect(() => {
    if (target === null || visited.current === target) return;
    visited.current = target;
    const control = document.getElementById(target.field);
    const folded = control?.closest('details');
    if (folded) folded.open = true;
    control?.focus();
  }, [target]);
  return (field) => setTarget({ field });
}
