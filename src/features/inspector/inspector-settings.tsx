import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { useFailureWords } from '@/components/use-failure-words';
import { INSPECTOR_LIMITS, REFUSAL_STATUS } from '@/domain/inspection';
import { useTRPC } from '@/trpc/client';
import { type Inspection, readWhole } from './inspection';

const KNOBS = ['status', 'delayMs', 'failNext'] as const;
const HELP = { status: 'statusHelp', delayMs: 'delayMsHelp', failNext: 'failNextHelp' } as const;
type Knob = (typeof KNOBS)[number];

/**
 * The inspector's answers. A field shows the setting until the person types, because the number of requests that still
 * fail counts down.
 */
export function InspectorSettings({ inspection }: { inspection: Inspection }) {
  const t = useTranslations('inspector');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useFailureWords();
  const titleId = useId();
  const [typed, setTyped] = useState<Partial<Record<Knob, string>>>({});
  const [isChecked, setIsChecked] = useState(false);
  const update = useMutation(
    trpc.inspector.update.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries(trpc.inspector.get.queryFilter());
        setTyped({});
        setIsChecked(false);
      },
    }),
  );

  const textOf = (knob: Knob) => typed[knob] ?? String(inspection[knob]);
  const wholeOf = (knob: Knob) => readWhole(textOf(knob), INSPECTOR_LIMITS[knob]);
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (update.isPending) return;
    setIsChecked(true);
    const [status, delayMs, failNext] = KNOBS.map(wholeOf);
    if (status == null || delayMs == null || failNext == null) {
      const wrong = KNOBS.find((knob) => wholeOf(knob) === null);
      if (wrong) document.getElementById(wrong)?.focus();
      return;
    }
    update.mutate({ inspectorId: inspection.id, status, delayMs, failNext });
  };

  return (
    <form
      noValidate
      aria-labelledby={titleId}
      onSubmit={submit}
      className="flex flex-col gap-4 rounded-md border border-line bg-surface p-4"
    >
      <h2 id={titleId} className="font-medium text-base">
        {t('settings')}
      </h2>
      <div className="grid gap-4 sm:grid-cols-3">
        {KNOBS.map((knob) => (
          <Field
            key={knob}
            name={knob}
            label={t(knob)}
            help={t(HELP[knob], { ...INSPECTOR_LIMITS[knob], status: String(REFUSAL_STATUS) })}
            error={
              isChecked && wholeOf(knob) === null ? t('outOfRange', INSPECTOR_LIMITS[knob]) : null
            }
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                autoComplete="off"
                className="max-w-32 tabular-nums"
                value={textOf(knob)}
                onChange={(event) => {
                  setTyped({ ...typed, [knob]: event.target.value });
                  update.reset();
                }}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" variant="outline" aria-disabled={update.isPending}>
          {t('save')}
        </Button>
        <p role="status" className={update.isError ? 'text-failed' : 'text-muted'}>
          {update.isSuccess ? t('saved') : words(update.error)}
        </p>
      </div>
    </form>
  );
}
