import { randomFillSync } from 'node:crypto';
import type { PublishEvent, PublishedEvent } from '@/contracts/events';
import { type ErrorDetail, invalidField, invalidInput } from '@/domain/errors';
import { HOPS_HEADER } from '@/domain/hops';
import { HOPS_MAX } from '@/domain/limits';
import { ULID_RANDOM_BYTES, ulid } from '@/domain/ulid';
import type { Database } from '@/server/db/client';
import { authorise } from '../actor';
import type { Context } from '../context';
import { type EventRow, GroupCommit } from './group-commit';
import { type KnownResource, ReferenceData } from './reference-data';

type Input = {
  companyId: number;
  events: readonly PublishEvent[];
  /** How many deliveries led to this, one after the other; 0 for what happened by itself. */
  hops?: number;
};
type Publisher = { commits: GroupCommit; reference: ReferenceData };

const AHEAD_MAX_MS = 24 * 3600 * 1000;
const DAY_MS = 24 * 3600 * 1000;

const LOOP = `is over ${HOPS_MAX}: these events go round in a loop. A receiver publishes in answer to a delivery, and a hook delivers that to it or to another receiver that publishes again. Let the receivers publish no more of what Gancho sends them, or take the events out of the selection of one of the hooks.`;

const publishers = new WeakMap<Database, Publisher>();

/**
 * Stores events; when it returns they are durable, and the engine has been told. A batch is written
 * whole or not at all: `invalid_input` names index and field of everything that is wrong with it.
 */
export async function publishEvents({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<{ events: PublishedEvent[] }> {
  const { companyId, events, hops = 0 } = input;
  // A client of chosen projects publishes to these alone; whoever reaches the company, everywhere.
  for (const projectId of new Set(events.map((event) => event.project_id ?? null))) {
    authorise(ctx.actor, { companyId, projectId }, 'events:write');
  }
  if (hops > HOPS_MAX) throw invalidField(HOPS_HEADER, 'too_many_hops', LOOP);
  const nowMs = await ctx.clock.now();
  const publisher = publisherOf(ctx.db);
  const [resources, projects] = await Promise.all([
    publisher.reference.findResources(
      ctx.db,
      companyId,
      new Set(events.map((event) => event.resource_name)),
      nowMs,
    ),
    publisher.reference.findProjects(
      ctx.db,
      companyId,
      new Set(events.flatMap((event) => event.project_id ?? [])),
      nowMs,
    ),
  ]);

  const problems: ErrorDetail[] = [];
  const rows = events.map((event, index) => {
    const resource = resources.get(event.resource_name) ?? null;
    const found = check(ctx, event, resource, projects, nowMs);
    problems.push(...found.map((problem) => ({ ...problem, index })));
    return toRow(ctx, { companyId, hops, ulid: newUlid(nowMs) }, event, resource);
  });
  if (problems.length > 0) throw invalidInput(problems);

  const stored = await publisher.commits.submit(rows, ctx.db.limit);
  ctx.announce('gancho/events.recorded');
  return { events: stored };
}

function publisherOf({ root }: Database): Publisher {
  let publisher = publishers.get(root);
  if (publisher === undefined) {
    publisher = { commits: new GroupCommit(root), reference: new ReferenceData() };
    publishers.set(root, publisher);
  }
  return publisher;
}

function check(
  ctx: Context,
  event: PublishEvent,
  resource: KnownResource | null,
  projects: Set<number>,
  nowMs: number,
): ErrorDetail[] {
  const problems: ErrorDetail[] = [];
  const type = event.event_type ?? event.reason ?? '';
  if (resource === null) {
    problems.push({
      field: 'resource_name',
      code: 'unknown_resource',
      message: `"${event.resource_name}" is not a resource of this company: see GET .../webhooks/resources.`,
    });
  } else if (!resource.events.includes(type)) {
    problems.push({
      field: 'event_type',
      code: 'event_type_not_allowed',
      message: `${resource.name} has no "${type}" events: use ${resource.events.join(' or ')}.`,
    });
  }
  if (event.project_id && !projects.has(event.project_id)) {
    problems.push({
      field: 'project_id',
      code: 'unknown_project',
      message: `Project ${event.project_id} is not a project of this company.`,
    });
  } else if (resource?.level === 'project' && !event.project_id) {
    problems.push({
      field: 'project_id',
      code: 'project_required',
      message: `${resource.name} belongs to a project: name it in project_id.`,
    });
  }
  problems.push(...checkTime(ctx, event.timestamp ?? null, nowMs));
  return problems;
}

function checkTime(ctx: Context, timestamp: string | null, nowMs: number): ErrorDetail[] {
  if (timestamp === null) return [];
  const atMs = Date.parse(timestamp);
  const { retentionDays } = ctx.settings;
  if (atMs > nowMs + AHEAD_MAX_MS || atMs < nowMs - retentionDays * DAY_MS) {
    const message = `must lie within the last ${retentionDays} days and at most 24 hours ahead.`;
    return [{ field: 'timestamp', code: 'timestamp_out_of_range', message }];
  }
  return [];
}

const pool = Buffer.alloc(ULID_RANDOM_BYTES * 1000);
let drawn = pool.length;

/** Their random parts are drawn a thousand at a time: a draw costs more than all else of an id. */
function newUlid(nowMs: number): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += ULID_RANDOM_BYTES;
  return ulid(nowMs, pool.subarray(drawn - ULID_RANDOM_BYTES, drawn));
}

/** Each field by name: an object begun with a spread costs as much as everything else done for an event. */
function toRow(
  ctx: Context,
  { companyId, hops, ulid }: Pick<EventRow, 'companyId' | 'hops' | 'ulid'>,
  event: PublishEvent,
  resource: KnownResource | null,
): EventRow {
  const json = (value: unknown) => (value == null ? null : JSON.stringify(value));
  return {
    companyId,
    projectId: event.project_id ?? null,
    ulid,
    resourceName: resource?.name ?? event.resource_name,
    resourceLevel: resource?.level ?? 'project',
    resourceId: event.resource_id,
    eventType: event.event_type ?? event.reason ?? '',
    userId: event.user_id ?? null,
    occurredAt: event.timestamp ?? null,
    metadata: json(event.metadata),
    related: json(event.related_resources),
    data: json(event.data),
    key: event.idempotency_key ?? null,
    apiClientId: ctx.actor.kind === 'client' ? ctx.actor.apiClientId : null,
    hops,
  };
}
