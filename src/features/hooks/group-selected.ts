type Selected = { resourceName: string; eventType: string };
type Resource = { name: string; tool: string; category: string };

export type SelectedGroup<Event> = { category: string; tool: string; events: Event[] };

/**
 * Selected events by category and tool, each in the catalogue's order. Events that the catalogue no longer knows come
 * last, without a tool.
 */
export function groupSelected<Event extends Selected>(
  events: readonly Event[],
  resources: readonly Resource[],
): SelectedGroup<Event>[] {
  const groups = new Map<string, SelectedGroup<Event>>();
  const tenant = new Map(resources.map((resource, n) => [resource.name, { ...resource, n }]));
  const order = (event: Event) => tenant.get(event.resourceName)?.n ?? resources.length;
  for (const event of [...events].sort((left, right) => order(left) - order(right))) {
    const { category = '', tool = '' } = tenant.get(event.resourceName) ?? {};
    const key = `${category}/${tool}`;
    const group = groups.get(key) ?? { category, tool, events: [] };
    group.events.push(event);
    groups.set(key, group);
  }
  return [...groups.values()];
}
