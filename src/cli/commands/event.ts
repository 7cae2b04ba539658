import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { defineCommand, UsageError } from '@/cli/command';
import { choice, count, id, text } from '@/cli/flags';
import type { Session } from '@/cli/session';
import { EVENT_TYPES } from '@/domain/catalogue/resource';
import { publishEvents } from '@/server/services/publish/publish-events';
import { publishSample } from '@/server/services/sample';

const SAMPLE_MAX = 1_000_000;

const flags = z.object({
  company: id.optional(),
  project: id.optional(),
  resource: text.optional(),
  event: choice(EVENT_TYPES).optional(),
  'resource-id': text.optional(),
  sample: count(SAMPLE_MAX).optional(),
});

export const eventCommands = [
  defineCommand(
    {
      name: 'event publish',
      usage:
        '--company ID [--project ID] --resource NAME --event create|update|delete [--resource-id ID], or --sample N [--company ID]',
      summary: 'Publish an event, or N that hooks have selected (of the sample company by default)',
      flags,
    },
    publish,
  ),
];

async function publish({ ctx }: Session, given: z.output<typeof flags>) {
  const { company, project, resource, event, sample } = given;
  if (sample !== undefined) {
    if (resource !== undefined || event !== undefined || project !== undefined) {
      throw new UsageError('--sample picks project, resource and event itself');
    }
    const input = { companyId: company ?? null, count: sample };
    const { published } = await publishSample({ ctx, input });
    return { published };
  }
  if (company === undefined || resource === undefined || event === undefined) {
    throw new UsageError('--company, --resource and --event are required (or --sample)');
  }
  const { events } = await publishEvents({
    ctx,
    input: {
      companyId: company,
      body: JSON.stringify({
        resource_name: resource,
        event_type: event,
        resource_id: given['resource-id'] ?? String(randomInt(1, 1_000_000)),
        project_id: project ?? null,
      }),
    },
  });
  return { published: events.length, ids: events.map((one) => String(one.id)) };
}
