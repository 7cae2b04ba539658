import { findBuiltInResource } from '@/domain/catalogue/built-in-resources';
import {
  CATEGORIES,
  type Category,
  EVENT_TYPES,
  type EventType,
  type ResourceLevel,
} from '@/domain/catalogue/resource';
import { conflict, invalidField } from '@/domain/errors';
import { resources } from '@/server/db/schema';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireTenant } from '../hooks/require-tenant';
import { recordAudit } from '../record-audit';

type Input = {
  companyId: number;
  name: string;
  level: ResourceLevel;
  events: readonly EventType[];
  tool?: string;
  category?: Category;
};

export type CreatedResource = {
  name: string;
  level: ResourceLevel;
  category: string;
  tool: string;
  events: string[];
};

const NAME_LENGTH_MAX = 100;

/** Adds a resource to a company's catalogue, in addition to the built-in ones. */
export async function createResource({
  ctx,
  input,
}: {
  ctx: Context;
  input: Input;
}): Promise<CreatedResource> {
  const { companyId, level } = input;
  authorise(ctx.actor, { companyId, projectId: null }, 'hooks:write');
  const { name, category, tool, events } = parse(input);
  return ctx.db.asTenant(companyId, async (tx) => {
    await requireTenant(tx, { companyId, projectId: null });
    const [made] = await tx
      .insert(resources)
      .values({ companyId, name, level, category, tool, eventTypes: events })
      .onConflictDoNothing()
      .returning({ id: resources.id });
    if (made === undefined) throw conflict(`The company has a resource "${name}" already.`);
    await recordAudit(tx, ctx.actor, {
      tenant: { companyId, projectId: null },
      action: 'resource.create',
      subjectId: made.id,
      details: { name, level, events },
    });
    return { name, level, category, tool, events };
  });
}

function parse(input: Input) {
  const name = input.name.trim();
  if (name === '' || name.length > NAME_LENGTH_MAX || name.includes('\0')) {
    const message = `must have 1 to ${NAME_LENGTH_MAX} characters.`;
    throw invalidField('name', 'invalid_name', message);
  }
  const builtIn = findBuiltInResource(name);
  if (builtIn !== null) {
    throw conflict(`"${name}" is the name of a built-in resource (${builtIn.name}).`);
  }
  const events = EVENT_TYPES.filter((type) => input.events.includes(type));
  if (events.length === 0) {
    throw invalidField('events', 'no_events', `name one or more of ${EVENT_TYPES.join(', ')}.`);
  }
  const category = input.category ?? 'Core';
  if (!CATEGORIES.includes(category)) {
    throw invalidField('category', 'invalid_category', `must be one of ${CATEGORIES.join(', ')}.`);
  }
  const tool = input.tool?.trim() || 'Custom';
  return { name, category, tool, events };
}
