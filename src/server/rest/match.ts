import type { Route } from './route';

type Compiled = { route: Route; segments: readonly string[] };
export type Match =
  | { found: true; route: Route; params: Record<string, string> }
  | { found: false; allowed: string[] };

/** Finds routes by the number of their segments. A literal wins over a parameter by table order. */
export function createMatcher(routes: readonly Route[]): (method: string, path: string) => Match {
  const byLength = new Map<number, Compiled[]>();
  for (const route of routes) {
    const segments = route.path.split('/').slice(1);
    const list = byLength.get(segments.length) ?? [];
    list.push({ route, segments });
    byLength.set(segments.length, list);
  }
  return (method, path) => {
    const trimmed = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const segments = trimmed.split('/').slice(1);
    const allowed = new Set<string>();
    for (const { route, segments: template } of byLength.get(segments.length) ?? []) {
      const params = bind(template, segments);
      if (params === null) continue;
      if (route.method === method) return { found: true, route, params };
      allowed.add(route.method);
    }
    return { found: false, allowed: [...allowed] };
  };
}

function bind(template: readonly string[], segments: readonly string[]) {
  const params: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('{')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
