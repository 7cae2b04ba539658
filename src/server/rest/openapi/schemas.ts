import { type ZodType, z } from 'zod';
import type { $ZodType } from 'zod/v4/core';

export type Json = Record<string, unknown>;
/** The named schemas, by name. */
export type Named = Record<string, Json>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Writes schemas as JSON Schema. A named schema goes into `named` and is referred to. */
export function createSchemas() {
  const named: Named = {};
  const schemaOf = (schema: ZodType, io: 'input' | 'output'): Json => {
    // Inside an object, so that a named schema becomes a reference even if it is the whole schema.
    const whole = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: 'any',
      override: keepExamples,
    });
    const { $defs, properties } = tidied(whole) as { $defs?: Named; properties: { it: Json } };
    for (const [name, { id: _, ...body }] of Object.entries($defs ?? {})) named[name] = body;
    return properties.it;
  };
  return { named, schemaOf };
}

/** Zod drops the examples of transformed fields from inputs. Our examples show the values that clients send. */
function keepExamples({ zodSchema, jsonSchema }: { zodSchema: $ZodType; jsonSchema: Json }): void {
  const examples = z.globalRegistry.get(zodSchema)?.examples;
  if (examples !== undefined) jsonSchema.examples = examples;
}

/**
 * Answers may get new fields, so no object excludes them. A nullable value says so in its type, and keeps its
 * description where readers look for it.
 */
function tidied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidied);
  if (!isJson(value)) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, tidied(each)]));
  if (node.additionalProperties === false) delete node.additionalProperties;
  if (typeof node.$ref === 'string') node.$ref = node.$ref.replace('#/$defs/', REFERENCE);
  return orNull(node) ?? node;
}

const REFERENCE = '#/components/schemas/';

function orNull(node: Json): Json | null {
  const { anyOf, ...described } = node;
  if (!Array.isArray(anyOf) || anyOf.length !== 2 || anyOf[1]?.type !== 'null') return null;
  const inner = anyOf[0] as Json;
  if (typeof inner.type !== 'string') {
    const { description, examples, ...rest } = inner;
    const flat = Array.isArray(rest.anyOf) ? rest.anyOf : [rest];
    return {
      ...(description === undefined ? {} : { description }),
      ...(examples === undefined ? {} : { examples }),
      ...described,
      anyOf: [...flat, { type: 'null' }],
    };
  }
  const choices = Array.isArray(inner.enum) ? { enum: [...inner.enum, null] } : {};
  return { ...inner, ...choices, ...described, type: [inner.type, 'null'] };
}

/**
 * A valid value of a schema, made of the examples of its fields. It has the required fields, or with `isWhole` all of
 * them.
 */
export function exampleOf(schema: Json, named: Named, isWhole: boolean): unknown {
  const { $ref, examples, properties, anyOf, items } = schema;
  if (typeof $ref === 'string') {
    return exampleOf(named[$ref.slice(REFERENCE.length)] ?? {}, named, isWhole);
  }
  if (Array.isArray(examples)) return examples[0];
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  if (Array.isArray(anyOf)) return exampleOf(anyOf[0] as Json, named, isWhole);
  if (isJson(items)) return [exampleOf(items, named, isWhole)];
  if (!isJson(properties)) return {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => isWhole || required.length === 0 || required.includes(name))
      .map(([name, property]) => [name, exampleOf(property as Json, named, isWhole)]),
  );
}
