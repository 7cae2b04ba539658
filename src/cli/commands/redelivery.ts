import { z } from 'zod';
import { defineCommand, UsageError } from '@/cli/command';
import { count, id, list, text } from '@/cli/flags';
import type { Session } from '@/cli/session';
import { v2Redelivery, v2RedeliveryPreview } from '@/contracts/wire/redelivery';
import { FINISHED_STATUSES } from '@/domain/redelivery';
import { locateHook } from '@/server/services/hooks';
import {
  cancelRedelivery,
  getRedelivery,
  listRedeliveries,
  pauseRedelivery,
  previewRedelivery,
  resumeRedelivery,
  startRedelivery,
} from '@/server/services/redeliveries';

type Wire = ReturnType<typeof v2Redelivery>;

const LIST_MAX = 100;
const scopeFlags = { company: id, project: id.optional(), hook: id.optional() };
const SCOPE = '--company ID [--hook ID | --project ID]';

const moment = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)), 'must be a time such as 2026-01-31T09:30Z')
  .transform(
    (value) =>
      new Date(/(Z|[+-]\d{2}:?\d{2}|^\d{4}-\d{2}-\d{2})$/.test(value) ? value : `${value}Z`),
  );

const startFlags = z.object({
  ...scopeFlags,
  lost: z.boolean().optional(),
  missing: z.boolean().optional(),
  status: list(FINISHED_STATUSES).optional(),
  resource: text.optional(),
  'resource-id': text.optional(),
  event: text.optional(),
  since: moment.optional(),
  until: moment.optional(),
  'dry-run': z.boolean().optional(),
});

export const redeliveryCommands = [
  defineCommand(
    {
      name: 'redelivery start',
      usage: `${SCOPE} [--lost | --missing | --status ${FINISHED_STATUSES.join(',')}] [--resource NAME] [--resource-id ID] [--event TYPE] [--since TIME] [--until TIME] [--dry-run]`,
      summary: 'Send many deliveries again: failed and discarded ones if nothing else is named',
      flags: startFlags,
      switches: ['lost', 'missing', 'dry-run'],
    },
    start,
  ),
  defineCommand(
    {
      name: 'redelivery list',
      usage: `${SCOPE} [--limit 20]`,
      summary: 'List redeliveries, newest first',
      flags: z.object({ ...scopeFlags, limit: count(LIST_MAX).optional() }),
      show: (jobs: Wire[]) => jobs.map(shown),
    },
    async (session, { limit = 20, ...flags }) => {
      const scope = await scopeOf(session, flags);
      const input = { ...scope, limit, offset: 0 };
      const { items } = await listRedeliveries({ ctx: session.ctx, input });
      return items.map(v2Redelivery);
    },
  ),
  ...[
    { verb: 'show', summary: 'Show a redelivery with its progress', run: getRedelivery },
    { verb: 'pause', summary: 'Queue nothing more until it is resumed', run: pauseRedelivery },
    { verb: 'resume', summary: 'Resume a paused redelivery', run: resumeRedelivery },
    {
      verb: 'cancel',
      summary: 'End a redelivery; deliveries in the queue are sent',
      run: cancelRedelivery,
    },
  ].map(({ verb, summary, run }) =>
    defineCommand(
      {
        name: `redelivery ${verb}`,
        usage: `${SCOPE} --id ID`,
        summary,
        flags: z.object({ ...scopeFlags, id }),
      },
      async (session, { id: redeliveryId, ...flags }) => {
        const input = { ...(await scopeOf(session, flags)), redeliveryId };
        return v2Redelivery(await run({ ctx: session.ctx, input }));
      },
    ),
  ),
];

async function start(session: Session, flags: z.output<typeof startFlags>) {
  const { lost = false, missing = false, status, resource, event, since, until } = flags;
  if (lost && missing) throw new UsageError('--lost and --missing do not go together');
  const resourceId = flags['resource-id'];
  const statuses = status ?? (lost || missing ? undefined : (['failed', 'discarded'] as const));
  const input = {
    ...(await scopeOf(session, flags)),
    ...(lost || missing ? { only: lost ? ('lost' as const) : ('missing' as const) } : {}),
    ...(statuses === undefined ? {} : { statuses: [...statuses] }),
    ...(resource === undefined ? {} : { resourceNames: [resource] }),
    ...(resourceId === undefined ? {} : { resourceId }),
    ...(event === undefined ? {} : { eventTypes: [event] }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  const { ctx } = session;
  if (flags['dry-run']) return v2RedeliveryPreview(await previewRedelivery({ ctx, input }));
  return v2Redelivery(await startRedelivery({ ctx, input }));
}

type ScopeFlags = { company: number; project?: number | undefined; hook?: number | undefined };

async function scopeOf({ ctx }: Session, { company, project, hook }: ScopeFlags) {
  if (hook === undefined) return { companyId: company, projectId: project ?? null, hookId: null };
  if (project !== undefined) throw new UsageError('--hook and --project do not go together');
  return {
    ...(await locateHook({ ctx, input: { companyId: company, hookId: hook } })),
    hookId: hook,
  };
}

const shown = ({
  id,
  webhook_hook_id,
  state,
  matched,
  sent,
  delivered,
  failed,
  created_at,
}: Wire) => ({
  ...{ id, hook: webhook_hook_id, state, matched, sent, delivered, failed, created_at },
});
