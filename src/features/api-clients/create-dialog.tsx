import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Field } from '@/components/field';
import { Button } from '@/components/ui/button';
import { Dialog, DialogContent, DialogFooter, DialogTitle } from '@/components/ui/dialog';
import { Input } from '@/components/ui/input';
import type { Scope } from '@/domain/scopes';
import { httpStatusOf } from '@/lib/trpc-status';
import { useTRPC } from '@/trpc/client';
import { ClientSecret } from './client-secret';
import { PRESETS } from './presets';
import { ProjectChoice } from './project-choice';
import { ScopeChoice } from './scope-choice';
import { useClientAction } from './use-client-action';

const NAME_LENGTH_MAX = 200;

export type Company = { id: number; projects: readonly { id: number; name: string }[] };

type Props = { company: Company; publicUrl: string; onClose: () => void };

export function CreateDialog({ company, publicUrl, onClose }: Props) {
  const t = useTranslations('apiClients');
  const trpc = useTRPC();
  const create = useClientAction(trpc.apiClients.create.mutationOptions());
  const form = useRef<HTMLFormElement>(null);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(PRESETS.manage);
  const [projectIds, setProjectIds] = useState<readonly number[] | null>(null);
  const [isChecked, setIsChecked] = useState(false);

  if (create.data !== undefined) {
    return (
      <ClientSecret
        {...create.data}
        title={t('createdTitle', { name: create.data.name })}
        publicUrl={publicUrl}
        onClose={onClose}
      />
    );
  }

  const problems = {
    name: name.trim() === '' ? t('nameMissing') : null,
    scopes: scopes.length === 0 ? t('scopesMissing') : null,
    projects: projectIds?.length === 0 ? t('projectsMissing') : null,
  };
  const shown = isChecked ? problems : { name: null, scopes: null, projects: null };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setIsChecked(true);
    const first = Object.entries(problems).find(([, problem]) => problem !== null)?.[0];
    if (first !== undefined) {
      form.current?.querySelector<HTMLElement>(`[data-part=${first}] input`)?.focus();
    } else if (!create.isPending) {
      create.mutate({
        companyId: company.id,
        name,
        scopes: [...scopes],
        projectIds: projectIds && [...projectIds],
      });
    }
  };
  const failure = httpStatusOf(create.error) === 409 ? t('limitReached') : create.failure;

  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent aria-describedby={undefined}>
        <form ref={form} noValidate onSubmit={submit} className="flex flex-col gap-4">
          <DialogTitle>{t('create')}</DialogTitle>
          <div data-part="name">
            <Field label={t('name')} help={t('nameHelp')} error={shown.name} isRequired>
              {(control) => (
                <Input
                  {...control}
                  value={name}
                  maxLength={NAME_LENGTH_MAX}
                  autoComplete="off"
                  onChange={(event) => setName(event.target.value)}
                />
              )}
            </Field>
          </div>
          <div data-part="scopes">
            <ScopeChoice scopes={scopes} error={shown.scopes} onChange={setScopes} />
          </div>
          <div data-part="projects">
            <ProjectChoice
              projects={company.projects}
              chosen={projectIds}
              error={shown.projects}
              onChange={setProjectIds}
            />
          </div>
          {failure ? (
            <p role="alert" className="text-failed text-table">
              {failure}
            </p>
          ) : null}
          <DialogFooter>
            <Button variant="outline" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" aria-disabled={create.isPending}>
              {t('create')}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
