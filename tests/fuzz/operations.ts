import { type ZodType, z } from 'zod';
import { documentOf } from '@/server/rest/openapi/document';
import type { Json } from '@/server/rest/openapi/schemas';

type Parameter = { name: string; in: 'path' | 'query' | 'header'; example?: unknown };
type Answer = { $ref?: string; content?: Record<string, { schema: Json }> };
type Described = {
  parameters: (Parameter & { $ref?: string })[];
  requestBody?: { content: Record<string, { schema: Json; example: unknown }> };
  responses: Record<string, Answer>;
};

/** An operation of the document: its possible requests and answers. */
export type Operation = {
  title: string;
  method: string;
  path: string;
  query: readonly { name: string; example: unknown }[];
  body: { schema: Json; example: unknown } | null;
  /** By status; null: no body. */
  answers: ReadonlyMap<number, ZodType | null>;
};

const document = documentOf('http://127.0.0.1');
const components = document.components as Record<string, Record<string, Json>>;
const JSON_TYPE = 'application/json';

/** The target of a `$ref` of the document. */
export function resolved<T extends object>(node: T): T {
  if (!('$ref' in node)) return node;
  const [, , kind = '', name = ''] = String(node.$ref).split('/');
  return components[kind]?.[name] as T;
}

/** Replaces all references, so that a schema is complete in itself. */
function inPlace(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(inPlace);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(resolved(node)).map(([key, value]) => [key, inPlace(value)]),
  );
}

function answerSchema(answer: Answer): ZodType | null {
  const schema = resolved(answer).content?.[JSON_TYPE]?.schema;
  return schema === undefined ? null : z.fromJSONSchema(inPlace(schema) as Json);
}

function read(path: string, method: string, described: Described): Operation {
  const parameters = described.parameters.map(resolved);
  const body = described.requestBody?.content[JSON_TYPE];
  const answers = Object.entries(described.responses).map(
    ([status, answer]) => [Number(status), answerSchema(answer)] as const,
  );
  return {
    title: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
    query: parameters.flatMap(({ name, in: at, example }) =>
      at === 'query' ? [{ name, example }] : [],
    ),
    body: body === undefined ? null : { schema: body.schema, example: body.example },
    answers: new Map(answers),
  };
}

const paths = document.paths as Record<string, Record<string, Described>>;

/** Every operation of the document, also a new one. */
export const OPERATIONS: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => read(path, method, described)),
);
