import { z } from 'zod';
import { defineCommand, UsageError } from '@/cli/command';
import { choice, id, number, text } from '@/cli/flags';
import type { Session } from '@/cli/session';
import { createHookInput, DELIVERY_MODES, HOOK_STATUSES } from '@/contracts/hooks';
import { invalidInput } from '@/domain/errors';
import { v2Hook } from '@/server/rest/v2-shapes';
import { createHook, deleteHook, listHooks, locateHook, sendTest } from '@/server/services/hooks';
import { addTriggers } from '@/server/services/triggers';

type Wire = ReturnType<typeof v2Hook>;

const place = { company: id, project: id.optional() };

const createFlags = z.object({
  ...place,
  'destination-url': text,
  name: text.optional(),
  namespace: text.optional(),
  'payload-version': text.default('v4.0'),
  authorization: text.optional(),
  'delivery-mode': choice(DELIVERY_MODES).optional(),
  'timeout-seconds': number.optional(),
  'max-in-flight': number.optional(),
  'max-per-second': number.optional(),
  'retry-window-seconds': number.optional(),
  'all-projects': z.boolean().optional(),
  status: choice(HOOK_STATUSES).optional(),
  event: z.array(z.string()).default([]),
});

export const hookCommands = [
  defineCommand(
    {
      name: 'hook list',
      usage: '--company ID [--project ID]',
      summary: 'List the hooks of a company, or of one of its projects',
      flags: z.object(place),
      show: (hooks: Wire[]) => hooks.map(shown),
    },
    async ({ ctx }, { company, project = null }) => {
      const { items } = await listHooks({ ctx, input: { companyId: company, projectId: project } });
      return items.map(v2Hook);
    },
  ),
  defineCommand(
    {
      name: 'hook create',
      usage:
        '--company ID [--project ID] --destination-url URL [--event RESOURCE:create|update|delete]... [--name NAME] [--namespace NAMESPACE] [--payload-version v4.0] [--authorization VALUE] [--delivery-mode parallel|in_order] [--timeout-seconds N] [--max-in-flight N] [--max-per-second N] [--retry-window-seconds N] [--status active|disabled] [--all-projects]',
      summary: 'Create a hook with its selected events; prints its signing secret, once',
      flags: createFlags,
      repeatable: ['event'],
      switches: ['all-projects'],
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
      const place = await locateHook({ ctx, input: { companyId: company, hookId } });
      const choice = event === undefined ? {} : readChoice(event);
      const sent = await sendTest({ ctx, input: { ...place, hookId, ...choice } });
      return { delivery_id: String(sent.deliveryId), event_id: String(sent.eventId) };
    },
  ),
];

function shown({ id, name, status, health, trigger_count, destination_url }: Wire) {
  return { id, name, status, health, trigger_count, destination_url };
}

async function create({ ctx }: Session, flags: z.output<typeof createFlags>) {
  const input = readInput(flags);
  const choices = flags.event.map(readChoice);
  const hook = await createHook({ ctx, input });
  const address = { companyId: input.companyId, projectId: input.projectId, hookId: hook.id };
  if (choices.length === 0) return v2Hook(hook);

  const { items } = await addTriggers({ ctx, input: { ...address, triggers: choices } });
  const problems = items.flatMap((item) => (item.ok ? [] : [item.error]));
  if (problems.length > 0) {
    // All or nothing: whoever corrects the line and runs it again gets one hook, not two.
    await deleteHook({ ctx, input: address });
    throw invalidInput(problems);
  }
  return v2Hook({ ...hook, triggerCount: choices.length });
}

function readInput(flags: z.output<typeof createFlags>) {
  const parsed = createHookInput.safeParse({
    companyId: flags.company,
    projectId: flags.project ?? null,
    destinationUrl: flags['destination-url'],
    payloadVersion: flags['payload-version'],
    name: flags.name,
    namespace: flags.namespace,
    destinationHeaders: flags.authorization ? { Authorization: flags.authorization } : undefined,
    deliveryMode: flags['delivery-mode'],
    timeoutSeconds: flags['timeout-seconds'],
    maxInFlight: flags['max-in-flight'],
    maxPerSecond: flags['max-per-second'],
    retryWindowSeconds: flags['retry-window-seconds'],
    allProjects: flags['all-projects'],
    status: flags.status,
  });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${flagOf(path)} ${message}`);
  throw new UsageError(problems.join('\n'));
}

/** The flag from which a field of the input comes. */
function flagOf([field]: readonly PropertyKey[]): string {
  if (field === 'destinationHeaders') return '--authorization';
  return `--${String(field).replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `RFIs:create`; a resource's name may hold anything but its event's colon comes last. */
function readChoice(given: string) {
  const colon = given.lastIndexOf(':');
  if (colon < 1) throw new UsageError(`--event ${given} must be like RFIs:create`);
  return { resourceName: given.slice(0, colon), eventType: given.slice(colon + 1) };
}
