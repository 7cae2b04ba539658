import { expect } from 'vitest';

type Event = { resource_name: string; event_type: 'create' | 'update' | 'delete' };

/** A client's request, and the parts of the answer that it needs. */
export type Request = {
  does: string;
  request: { method: string; path: string; headers?: Record<string, string>; body?: unknown };
  needs: { status: number; body?: unknown };
  /** Values of the answer that later requests use, each by its dotted path. */
  keep?: Record<string, string>;
};
/** An event, and the parts of it that must arrive at the client. */
export type Delivery = {
  does: string;
  deliver: Event & { level: 'company' | 'project' };
  receives: { headers?: Record<string, string>; body: unknown };
};
export type Recording = { source: string; steps: (Request | Delivery)[] };
export type Values = Record<string, unknown>;

const WHOLE = /^\{\{(\w+)\}\}$/;
const PART = /\{\{(\w+)(?::text)?\}\}/g;

/** Replaces `{{name}}` by its value. Alone it keeps its type. In a text, or as `{{name:text}}`, it becomes text. */
export function fill<T>(template: T, values: Values): T {
  return mapTexts(template, (text) => {
    const name = WHOLE.exec(text)?.[1];
    return name === undefined
      ? text.replace(PART, (_, part: string) => String(values[part]))
      : values[name];
  }) as T;
}

const ANY: Readonly<Record<string, unknown>> = {
  '<integer>': expect.any(Number),
  '<string>': expect.any(String),
  '<array>': expect.any(Array),
};

/** The required parts. More may be present. */
export function wanted(template: unknown, values: Values): unknown {
  return mapTexts(fill(template, values), (text) => ANY[text] ?? text);
}

export function pick(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => (at as Values | undefined)?.[key], body);
}

function mapTexts(value: unknown, map: (text: string) => unknown): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]));
}
