import { randomInt } from 'node:crypto';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { PUBLISH_EVENTS_MAX } from '@/contracts/events';
import { conflict, notFound } from '@/domain/errors';
import { companies, hooks, projects, triggers } from '@/server/db/schema';
import type { Context } from '../context';
import { createPublisher, type SourceEvent } from '../publish/create-publisher';

/**
 * Publishes random events that hooks of the company subscribe to, so that there is something to see. Without a company,
 * it uses the sample company.
 */
export async function publishSample({
  ctx,
  input,
}: {
  ctx: Context;
  input: { companyId: number | null; count: number };
}): Promise<{ published: number; companyId: number }> {
  const companyId = input.companyId ?? (await sampleCompany(ctx));
  const choices = await subscribed(ctx, companyId);
  if (choices.length === 0) {
    throw conflict('No hook of this company has selected an event of one of its projects.');
  }
  const publish = createPublisher<string>({ ctx, companyId });
  let published = 0;
  while (published < input.count) {
    const size = Math.min(PUBLISH_EVENTS_MAX, input.count - published);
    const events = Array.from({ length: size }, () => randomEvent(choices));
    await publish(...events);
    published += size;
  }
  return { published, companyId };
}

type Event = SourceEvent<string>;
type Choice = Pick<Event, 'resource_name' | 'event_type' | 'project_id'>;

async function subscribed(ctx: Context, companyId: number): Promise<Choice[]> {
  return ctx.db.asSystem(async (tx) => {
    const [anyProject] = await tx
      .select({ id: projects.id })
      .from(projects)
      .where(eq(projects.companyId, companyId))
      .orderBy(asc(projects.id))
      .limit(1);
    const rows = await tx
      .select({
        resource_name: triggers.resourceName,
        event_type: triggers.eventType,
        project_id: hooks.projectId,
      })
      .from(triggers)
      .innerJoin(hooks, and(eq(hooks.companyId, companyId), eq(hooks.id, triggers.hookId)))
      .where(
        and(
          eq(triggers.companyId, companyId),
          isNull(triggers.deletedAt),
          isNull(hooks.deletedAt),
          eq(hooks.status, 'active'),
        ),
      );
    return rows.map((row) => ({ ...row, project_id: row.project_id ?? anyProject?.id ?? null }));
  });
}

function randomEvent(choices: readonly Choice[]): Event {
  const choice = choices[randomInt(choices.length)];
  if (choice === undefined) throw new RangeError('nothing to choose from');
  return { ...choice, resource_id: String(randomInt(40_000, 50_000)) };
}

async function sampleCompany(ctx: Context): Promise<number> {
  const [sample] = await ctx.db.asSystem((tx) =>
    tx.select({ id: companies.id }).from(companies).where(eq(companies.isSample, true)),
  );
  if (sample === undefined) throw notFound('The sample company');
  return sample.id;
}
