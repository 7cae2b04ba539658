export const EVENT_TYPES = ['create', 'update', 'delete'] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const RESOURCE_LEVELS = ['company', 'project'] as const;
export type ResourceLevel = (typeof RESOURCE_LEVELS)[number];

export const CATEGORIES = [
  'Construction Financials',
  'Core',
  'Project Management',
  'Quality & Safety',
] as const;
export type Category = (typeof CATEGORIES)[number];

/** A kind of object whose changes are published. Names are API identifiers, so they are English in every language. */
export type Resource<Name extends string = string, Level extends ResourceLevel = ResourceLevel> = {
  readonly name: Name;
  /** The owner: a company, or one project of a company. */
  readonly level: Level;
  readonly category: Category;
  /** The tool of the product in which people use it. */
  readonly tool: string;
  /** The event types that can be subscribed to and published. */
  readonly events: readonly EventType[];
  /** Other spellings that clients send. */
  readonly aliases?: readonly string[];
  /** Event types that the compatible system no longer sends, each with its last day of sending. */
  readonly retired?: Partial<Readonly<Record<EventType, string>>>;
};

type Extras = Pick<Resource, 'aliases' | 'retired'>;

/** One row of a category's table. */
export type DefineResource = <const Name extends string, const Level extends ResourceLevel>(
  name: Name,
  level: Level,
  tool: string,
  events: readonly EventType[],
  extras?: Extras,
) => Resource<Name, Level>;

export function resourcesOf(category: Category): DefineResource {
  return (name, level, tool, events, extras) => ({
    name,
    level,
    category,
    tool,
    events,
    ...extras,
  });
}
