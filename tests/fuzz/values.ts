import fc from 'fast-check';
import type { Json } from '@/server/rest/openapi/schemas';
import { resolved } from './operations';

/** Represents in a text the number that JSON.stringify cannot write: see `toJson`. */
const literal = (number: string) => `#number:${number}`;

export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(/"#number:([^"]+)"/g, '$1');
}

const HOSTILE_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  'x\udfff\ud83d',
  '\u202e\u200b\ufeff',
  '👷‍♀️'.repeat(40),
  'ﬀ̸̡̢'.repeat(30),
  "'; DROP TABLE gancho.hooks; --",
  '%00%ff%',
  '{{7*7}}',
  '../../etc/passwd',
  'null',
  'NaN',
  '1e3',
  '-1',
  '0',
  '9'.repeat(30),
  '9223372036854775808',
  'true',
  '*',
  '{}',
  '[]',
  '\r\nx: y',
  'constructor',
  '__proto__',
  'hasOwnProperty',
  'x'.repeat(5_000),
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
];

/** Any text, often one that causes failures in programs. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
);

const anyNumber = fc.oneof(
  fc.constantFrom(0, -1, 0.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53 - 1, 2 ** 53, 1e21, -1e300, 5e-324),
  fc.constantFrom('1e400', '-1e400', '-0', '1'.repeat(400), '9223372036854775808').map(literal),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

function nested(depth: number, isArray: boolean): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = isArray ? [value] : { a: value };
  return value;
}

/** Any JSON. None of it is a valid value. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: anyText },
  { weight: 3, arbitrary: anyNumber },
  { weight: 2, arbitrary: fc.constantFrom(null, true, false) },
  { weight: 2, arbitrary: fc.constantFrom([], {}, [[]], [null], [{}], { '': '' }, { '\0': '\0' }) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(40, 900), fc.boolean()).map((a) => nested(...a)),
  },
  { weight: 1, arbitrary: fc.array(anyText, { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.dictionary(anyText, anyText, { maxKeys: 4 }) },
  { weight: 1, arbitrary: fc.nat(1200).map((length) => Array.from({ length }, (_, i) => i)) },
);

/** Values that a schema accepts. A field is most often its example, so that the whole is realistic. */
export function validFor(given: Json): fc.Arbitrary<unknown> {
  const schema = resolved(given);
  const made = madeOf(schema);
  if (!Array.isArray(schema.examples) || 'properties' in schema) return made;
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...schema.examples) },
    { weight: 1, arbitrary: made },
  );
}

function madeOf(schema: Json): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  if (Array.isArray(schema.anyOf)) return fc.oneof(...schema.anyOf.map((each) => validFor(each)));
  if (Array.isArray(schema.type)) {
    return fc.oneof(...schema.type.map((type) => madeOf({ ...schema, type })));
  }
  const { minimum, maximum, minItems, maxItems } = schema as Record<string, number | undefined>;
  switch (schema.type) {
    case 'integer':
      return fc.integer({ min: minimum ?? -(2 ** 53 - 1), max: maximum ?? 2 ** 53 - 1 });
    case 'number':
      return fc.double({ noNaN: true, min: minimum ?? -1e9, max: maximum ?? 1e9 });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'string':
      return anyText;
    case 'array':
      return fc.array(validFor(schema.items as Json), {
        minLength: minItems ?? 0,
        maxLength: Math.min(maxItems ?? 4, 4),
      });
    case 'object':
      return objectOf(schema);
    default:
      return anyJson;
  }
}

function objectOf(schema: Json): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, Json>);
  if (properties.length === 0) return fc.dictionary(anyText, anyJson, { maxKeys: 4 });
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const fields = Object.fromEntries(properties.map(([name, each]) => [name, validFor(each)]));
  return fc.record(fields, { requiredKeys: required });
}

type Damage = { at: number; how: 'replace' | 'remove' | 'add' | 'wrap'; junk: unknown };

const damage: fc.Arbitrary<Damage> = fc.record({
  at: fc.nat(),
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'wrap'),
  junk: anyJson,
});

/** The same with a defect in one place. */
export const damaged = (value: fc.Arbitrary<unknown>) =>
  fc.tuple(value, damage).map(([whole, each]) => spoil(whole, each));

function spoil(whole: unknown, { at, how, junk }: Damage): unknown {
  const places = placesIn(whole);
  const place = places[at % (places.length + 1)];
  if (place === undefined) return how === 'wrap' ? [whole] : junk;
  const copy: unknown = structuredClone(whole);
  const key = place.at(-1) ?? '';
  const parent = place
    .slice(0, -1)
    .reduce<unknown>((node, step) => (node as Json)[step], copy) as Json;
  if (how === 'remove') delete parent[key];
  else if (how === 'add' && Array.isArray(parent)) parent.push(junk);
  else if (how === 'add') parent[JSON.stringify(junk).slice(0, 50)] = junk;
  else parent[key] = how === 'wrap' ? [parent[key]] : junk;
  return copy;
}

/** The path to every value inside. */
function placesIn(value: unknown, above: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null || above.length > 6) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...above, key];
    return [here, ...placesIn(inner, here)];
  });
}
