import { z } from 'zod';
import { defineCommand, UsageError } from '@/cli/command';
import { id, text } from '@/cli/flags';
import { HOOK_USAGE, hookFlags, hookSwitches, readHookFlags } from '@/cli/hook-flags';
import type { Session } from '@/cli/session';
import { v2Hook } from '@/contracts/wire/hook';
import { everyPage } from '@/domain/every-page';
import { createHook, dismissLost, listHooks, locateHook, sendTest } from '@/server/services/hooks';

type Wire = ReturnType<typeof v2Hook>;

const tenant = { company: id, project: id.optional() };

const createFlags = z.object({
  ...tenant,
  ...hookFlags,
  event: z.array(z.string()).default([]),
});

export const hookCommands = [
  defineCommand(
    {
      name: 'hook list',
      usage: '--company ID [--project ID]',
      summary: 'List the hooks of a company, or of one of its projects',
      flags: z.object(tenant),
      show: (hooks: Wire[]) => hooks.map(shown),
    },
    async ({ ctx }, { company, project = null }) => {
      const tenant = { companyId: company, projectId: project };
      const hooks = await everyPage((cursor) => listHooks({ ctx, input: { ...tenant, cursor } }));
      return hooks.map(v2Hook);
    },
  ),
  defineCommand(
    {
      name: 'hook create',
      usage: `--company ID [--project ID] --destination-url URL [--event RESOURCE:create|update|delete]... ${HOOK_USAGE}`,
      summary: 'Create a hook with its selected events; prints its signing secret, once',
      flags: createFlags,
      repeatable: ['event'],
      switches: hookSwitches,
    },
    create,
  ),
  defineCommand(
    {
      name: 'hook test',
      usage: '--company ID --hook ID [--event RESOURCE:create|update|delete]',
      summary: 'Send a test delivery; its first selected event if none is given',
      flags: z.object({ company: id, hook: id, event: text.optional() }),
    },
    async ({ ctx }, { company, hook: hookId, event }) => {
      const tenant = await locateHook({ ctx, input: { companyId: company, hookId } });
      const choice = event === undefined ? {} : readChoice(event);
      const sent = await sendTest({ ctx, input: { ...tenant, hookId, ...choice } });
      return { delivery_id: String(sent.deliveryId), event_id: String(sent.eventId) };
    },
  ),
  defineCommand(
    {
      name: 'hook dismiss-lost',
      usage: '--company ID --hook ID',
      summary: 'Dismiss the lost events of a hook; they stay in the history',
      flags: z.object({ company: id, hook: id }),
    },
    async ({ ctx }, { company, hook: hookId }) => {
      const tenant = await locateHook({ ctx, input: { companyId: company, hookId } });
      return dismissLost({ ctx, input: { ...tenant, hookId } });
    },
  ),
];

function shown({ id, name, status, health, lost_events, destination_url }: Wire) {
  return { id, name, status, health, lost_events, destination_url };
}

async function create(
  { ctx }: Session,
  { company, project, event, ...flags }: z.output<typeof createFlags>,
) {
  const input = readHookFlags(flags, { companyId: company, projectId: project ?? null });
  const triggers = event.map(readChoice);
  return v2Hook(await createHook({ ctx, input: { ...input, triggers } }));
}

/** `RFIs:create`; a resource's name may hold anything but its event's colon comes last. */
function readChoice(given: string) {
  const colon = given.lastIndexOf(':');
  if (colon < 1) throw new UsageError(`--event ${given} must be like RFIs:create`);
  return { resourceName: given.slice(0, colon), eventType: given.slice(colon + 1) };
}
