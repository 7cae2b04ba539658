import { randomFillSync } from 'node:crypto';
import { type KeptEvent, PUBLISH_EVENTS_MAX, type PublishedEvent } from '@/contracts/events';
import { type ErrorDetail, invalidInput } from '@/domain/errors';
import { HOPS_HEADER } from '@/domain/hops';
import { HOPS_MAX } from '@/domain/limits';
import { ULID_RANDOM_BYTES, ulid } from '@/domain/ulid';
import { DAY_MS } from '@/domain/units';
import type { Database } from '@/server/db/client';
import { type Actor, askerOf, authorise, can, hasAccess, requireScope } from '../actor';
import { unknownResource } from '../catalogue/unknown-resource';
import type { Context } from '../context';
import { heavyWork } from '../heavy-work';
import { CompanyQuotas } from './company-quotas';
import { type EventRow, GroupCommit } from './group-commit';
import { isKeyConflict, keyConflict, keyConflicts } from './key-conflicts';
import { type ReadEvent, type ReadEvents, readEvents } from './read-events';
import { type KnownResource, ReferenceData } from './reference-data';

type Input = {
  companyId: number;
  /** JSON: an event, or an array of events. */
  body: string;
  /** The number of deliveries in the chain that led to this event. 0 for an event without one. */
  hops?: number;
};
type Publisher = { commits: GroupCommit; reference: ReferenceData; quotas: CompanyQuotas };

/** An event with another value of these fields is still the same event. */
const OTHERS: ReadonlySet<string | null> = new Set([HOPS_HEADER, 'timestamp', 'idempotency_key']);
const changesEvent = ({ code, field }: ErrorDetail) =>
  code !== 'unknown_field' && !OTHERS.has(field);
const AHEAD_MAX_MS = DAY_MS;
/** Five for each event of the largest batch. A list of more helps nobody. */
const PROBLEMS_MAX = 5 * PUBLISH_EVENTS_MAX;

const LOOP = `is over ${HOPS_MAX}: these events go round in a loop. A receiver publishes in answer to a delivery, and a hook delivers that to it or to another receiver that publishes again. Let the receivers publish no more of what Gancho sends them, or take the events out of the selection of one of the hooks.`;

const publishers = new WeakMap<Database, Publisher>();

/**
 * Stores events. When it returns, they are durable and the engine has been informed. A batch is written as a whole or
 * not at all: `invalid_input` names index and field of every problem.
 */
export async function publishEvents({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<{ events: PublishedEvent[] }> {
  const { companyId, body, hops = 0 } = input;
  refuseOutsider(ctx.actor, input);
  const inTurn = <T>(work: () => T) =>
    body.length < SHORT_BODY ? work() : heavyWork(askerOf(ctx.actor), body.length, work);
  const read = await inTurn(() => readEvents(body));
  authorisePublisher(ctx.actor, companyId, read);
  const nowMs = await ctx.clock.now();
  const publisher = publisherOf(ctx.db);
  const known = await findReferences(ctx, publisher.reference, companyId, read.events, nowMs);

  const findProblems = () => problemsOf(ctx, read, { hops, known, nowMs });
  const problems = read.problems === null ? findProblems() : await inTurn(findProblems);
  const rows = (events: readonly KeptEvent[]) =>
    events.map((event) => toRow(ctx, { companyId, hops, ulid: newUlid(nowMs) }, event, known));
  if (read.problems !== null || problems.length > 0) {
    const unclear = new Set(problems.filter(changesEvent).map(({ index }) => index));
    const clear = [...read.events.keys()].filter((index) => !unclear.has(index));
    // These events have all that makes them the same as another.
    const kept = clear.map((index) => read.events[index] as KeptEvent);
    const keyed = rows(kept).map((row, i) => ({ ...row, index: clear[i] ?? 0 }));
    problems.push(...(await keyConflicts(ctx.db, companyId, keyed)));
    throw invalidInput(inOrder(problems).slice(0, PROBLEMS_MAX));
  }
  await publisher.quotas.take(ctx.db, companyId, read.events.length);
  const stored = await store(ctx, publisher, companyId, rows(read.events));
  ctx.announce('gancho/events.recorded');
  return { events: stored };
}

/** A body of this length holds the process for less than a millisecond. */
const SHORT_BODY = 1024;

type Checked = { hops: number; known: Known; nowMs: number };

function problemsOf(ctx: Context, read: ReadEvents, { hops, known, nowMs }: Checked) {
  const problems: ErrorDetail[] = [...(read.problems ?? [])];
  if (hops > HOPS_MAX) problems.push({ field: HOPS_HEADER, code: 'too_many_hops', message: LOOP });
  const positionOf = ({ index, field }: ErrorDetail) => `${index} ${field}`;
  const reported = new Set(problems.map(positionOf));
  for (const [index, event] of read.events.entries()) {
    const found = check(ctx, event, known, nowMs).map((problem) => ({ ...problem, index }));
    problems.push(...found.filter((problem) => !reported.has(positionOf(problem))));
  }
  return problems;
}

/** Refuses a caller who may publish nowhere in the company before the text is checked, because that takes a while. */
function refuseOutsider(actor: Actor, { companyId, body }: Input): void {
  const access: { projectId: number | null }[] = [{ projectId: null }];
  if (actor.kind === 'user') access.push(...actor.roles);
  if (actor.kind === 'client')
    access.push(...(actor.projectIds ?? []).map((projectId) => ({ projectId })));
  const tenants = access.map(({ projectId }) => ({ companyId, projectId }));
  if (tenants.some((tenant) => can(actor, tenant, 'events:write'))) return;
  for (const projectId of projectsNamedIn(body))
    authorise(actor, { companyId, projectId }, 'events:write');
}

/** The projects of the events, without a check of anything else. */
function projectsNamedIn(body: string): Set<number | null> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return new Set([null]);
  }
  const items: { project_id?: unknown }[] = Array.isArray(parsed) ? parsed : [parsed];
  const ids = items.map((item) => Number(item?.project_id ?? Number.NaN));
  return new Set([...ids.map((id) => (Number.isSafeInteger(id) ? id : null)), null]);
}

/**
 * A client of chosen projects may send some items that have problems, or to whose project it has no access: `check` names
 * these. Any other caller needs access to the tenant of every item.
 */
function authorisePublisher(
  actor: Actor,
  companyId: number,
  { events, problems }: ReadEvents,
): void {
  const tenants = [...new Set(events.map((event) => event.project_id ?? null))].map(
    (projectId) => ({ companyId, projectId }),
  );
  const isChosen =
    actor.kind === 'client' && actor.companyId === companyId && actor.projectIds !== null;
  if (isChosen && (problems !== null || tenants.some((tenant) => hasAccess(actor, tenant)))) {
    requireScope(actor, 'events:write');
    return;
  }
  for (const tenant of tenants) authorise(actor, tenant, 'events:write');
}

/** @throws ServiceError `conflict` naming the items whose key belongs to a different event */
async function store(ctx: Context, { commits }: Publisher, companyId: number, rows: EventRow[]) {
  try {
    return await commits.submit(rows, ctx.db.limit);
  } catch (error) {
    if (!isKeyConflict(error)) throw error;
    const keyed = rows.map((row, index) => ({ ...row, index }));
    throw keyConflict(await keyConflicts(ctx.db, companyId, keyed), error);
  }
}

function publisherOf({ root }: Database): Publisher {
  let publisher = publishers.get(root);
  if (publisher === undefined) {
    publisher = {
      commits: new GroupCommit(root),
      reference: new ReferenceData(),
      quotas: new CompanyQuotas(),
    };
    publishers.set(root, publisher);
  }
  return publisher;
}

type Known = {
  resources: ReadonlyMap<string, KnownResource | null>;
  projects: ReadonlySet<number>;
  /** All names of the company, to suggest one for a typing error. */
  own: () => readonly string[];
};

async function findReferences(
  ctx: Context,
  reference: ReferenceData,
  companyId: number,
  events: readonly ReadEvent[],
  nowMs: number,
): Promise<Known> {
  const names = new Set(events.flatMap((event) => event.resource_name ?? []));
  const ids = new Set(events.flatMap((event) => event.project_id ?? []));
  const [resources, projects] = await Promise.all([
    reference.findResources(ctx.db, companyId, names, nowMs),
    reference.findProjects(ctx.db, companyId, ids, nowMs),
  ]);
  return { resources, projects, own: () => reference.namesOf(companyId) };
}

const inOrder = (problems: readonly ErrorDetail[]) =>
  problems.toSorted((left, right) => (left.index ?? -1) - (right.index ?? -1));

/** Checks the rules that the schema cannot know. */
function check(ctx: Context, event: ReadEvent, known: Known, nowMs: number): ErrorDetail[] {
  const problems: ErrorDetail[] = [];
  const { resource_name: name, project_id: projectId } = event;
  const type = event.event_type ?? event.reason;
  const resource = name === undefined ? undefined : known.resources.get(name);
  if (name !== undefined && !resource) {
    const message = unknownResource(name, known.own());
    problems.push({ field: 'resource_name', code: 'unknown_resource', message });
  } else if (resource && type !== undefined && !resource.events.includes(type)) {
    problems.push({
      field: event.event_type === undefined ? 'reason' : 'event_type',
      code: 'event_type_not_allowed',
      message: `${resource.name} has no "${type}" events: use ${resource.events.join(' or ')}.`,
    });
  }
  const chosen = ctx.actor.kind === 'client' ? ctx.actor.projectIds : null;
  if (chosen !== null && !projectId) {
    problems.push({
      field: 'project_id',
      code: 'project_required',
      message: 'This client publishes for chosen projects: name one of them.',
    });
  } else if (
    projectId &&
    (!known.projects.has(projectId) || chosen?.includes(projectId) === false)
  ) {
    problems.push({
      field: 'project_id',
      code: 'unknown_project',
      message: `Project ${projectId} is not a project of this ${chosen === null ? 'company' : 'client'}.`,
    });
  } else if (resource?.level === 'project' && !projectId) {
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

/** The random parts are drawn a thousand at a time, because one draw costs more than the rest of an id. */
function newUlid(nowMs: number): string {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += ULID_RANDOM_BYTES;
  return ulid(nowMs, pool.subarray(drawn - ULID_RANDOM_BYTES, drawn));
}

/**
 * Lists each field by name, because an object that begins with a spread costs as much as all other work for an event.
 */
function toRow(
  ctx: Context,
  { companyId, hops, ulid }: Pick<EventRow, 'companyId' | 'hops' | 'ulid'>,
  event: KeptEvent,
  { resources }: Known,
): EventRow {
  const resource = resources.get(event.resource_name) ?? null;
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
    metadata: event.metadata ?? null,
    related: event.related_resources ?? null,
    data: event.data ?? null,
    key: event.idempotency_key ?? null,
    apiClientId: ctx.actor.kind === 'client' ? ctx.actor.apiClientId : null,
    hops,
  };
}
