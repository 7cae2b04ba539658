import fc from 'fast-check';
import type { Operation } from './operations';
import { anyJson, anyText, damaged, toJson, validFor } from './values';

/** The parts of a request that can be generated in advance. */
export type Call = {
  /** Whether a generated value stays even if the right value is known. */
  isKept: boolean;
  path: Readonly<Record<string, string | null>>;
  query: readonly (readonly [name: string, value: unknown])[];
  headers: Readonly<Record<string, string>>;
  body: Body;
};

type Body =
  | { kind: 'none' }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string | Uint8Array; type: string }
  | { kind: 'huge'; length: number };

/** Names whose values belong to the tenant of the call. */
export type Known = Readonly<Record<string, string | number>>;

const IDS = [
  '0',
  '-1',
  '1.5',
  '1e3',
  'abc',
  '%00',
  '%ff',
  '%ed%a0%80',
  '%',
  '%zz',
  '%25',
  '.',
  '..',
  '~',
];
const anyId = fc.oneof(
  fc.constantFrom(
    ...IDS,
    '9'.repeat(15),
    '9007199254740993',
    '9'.repeat(400),

    "'",
    '%F0%9F%91%B7',
  ),
  fc.integer({ min: 1, max: 1_000_000 }).map(String),
);
/** Null: the known one. */
const idInPath = fc.oneof(
  { weight: 9, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: anyId },
);

const BRACKETS = [
  '',
  '[]',
  '[',
  ']',
  '[a]',
  '[status]',
  '[status][]',
  '[status][a][b]',
  '[__proto__]',
  '[][]',
  '[0]',
];
const DAYS = [
  '2026-02-06',
  '2026-02-30',
  '2026-13-01',
  '-271821-04-20',
  '+275760-09-13',
  '2026-02-06T25:00',
  '0001-01-01',
];
const inQuery = fc.oneof(
  anyText,
  fc.constantFrom(...DAYS, '1', '100', '101', '9007199254740991', '1,2', 'v2', '4.0'),
);

function queryOf({ query }: Operation): fc.Arbitrary<Call['query']> {
  const declared = query.map(({ name, example }) =>
    fc.tuple(
      fc.constant(name),
      fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, { weight: 3, arbitrary: inQuery }),
    ),
  );
  const bent = fc.tuple(
    fc
      .tuple(
        fc.constantFrom(
          'filter',
          'filters',
          'page',
          'company_id',
          ...query.map(({ name }) => name),
        ),
        fc.constantFrom(...BRACKETS),
      )
      .map(([name, brackets]) => `${name}${brackets}`),
    inQuery,
  );
  const any = fc.tuple(anyText, inQuery);
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(fc.oneof(...declared, bent), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(fc.oneof(...declared, bent, any), { maxLength: 12 }) },
  );
}

/** Characters that a header can contain. */
const inHeader = anyText.map((text) =>
  text
    .replace(/[^\x20-\x7e\xa0-\xff]/g, '?')
    .trim()
    .slice(0, 2000),
);

const headers = fc.record(
  {
    'idempotency-key': fc.oneof(inHeader, fc.constantFrom('one', 'two')),
    'procore-company-id': fc.oneof(inHeader, fc.constantFrom('1', '1, 2')),
    'x-request-id': inHeader,
    accept: fc.constantFrom('application/xml', '*/*', ''),
    authorization: fc.constantFrom('Bearer', 'Bearer a b', 'Basic !!!', 'Basic Og==', 'Digest x'),
    'x-forwarded-for': fc.oneof(inHeader, fc.constantFrom('1.2.3.4', '::1, unknown')),
    cookie: inHeader,
  },
  { requiredKeys: [] },
);
const mostlyNoHeaders = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: headers },
);

const TEXTS: readonly (string | Uint8Array)[] = [
  '{',
  '{"a":1,}',
  '\ufeff{}',
  'null',
  '""',
  '0',
  '[',
  '['.repeat(100_000),
  '{"a":'.repeat(50_000),
  '{"hook":{"namespace":"a"},"hook":null,"hook":[]}',
  '{"__proto__":{"scope":"all"},"constructor":{"prototype":1}}',
  '{"a":"\\ud800"}',
  '{"a":"\0"}',
  new Uint8Array([0x22, 0xff, 0xfe, 0xed, 0xa0, 0x80, 0x22]),
  new Uint8Array(1000),
  'grant_type=client_credentials&client_id=%00&client_secret=%ff&grant_type=x',
  'a[b][c]=1&a[b]=2&=&&&%',
  '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\nclient_credentials\r\n--x--',
  '--x\r\nContent-Disposition: form-data; name="token"; filename="a"\r\n\r\nfile\r\n--x--',
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/merge-patch+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'text/plain',
  'json',
  '',
];

function bodyOf({ body, method }: Operation): fc.Arbitrary<Body> {
  const schema = body?.schema ?? {};
  const json = (value: fc.Arbitrary<unknown>) =>
    value.map((each): Body => ({ kind: 'json', value: each }));
  const text = fc.record({
    kind: fc.constant('text' as const),
    text: fc.constantFrom(...TEXTS),
    type: fc.constantFrom(...TYPES),
  });
  const huge = fc.record({
    kind: fc.constant('huge' as const),
    length: fc.constantFrom(1_048_577, 3_000_000),
  });
  const none = fc.constant<Body>({ kind: 'none' });
  if (method === 'GET')
    return fc.oneof({ weight: 9, arbitrary: none }, { weight: 1, arbitrary: text });
  return fc.oneof(
    { weight: 6, arbitrary: json(validFor(schema)) },
    { weight: 8, arbitrary: json(damaged(validFor(schema))) },
    { weight: 2, arbitrary: json(anyJson) },
    { weight: 4, arbitrary: text },
    { weight: 1, arbitrary: none },
    { weight: 1, arbitrary: huge },
  );
}

export const namesIn = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** Valid and invalid requests of an operation, and mixtures. */
export function callOf(operation: Operation): fc.Arbitrary<Call> {
  const names = namesIn(operation.path).map((name) => [name, idInPath]);
  return fc.record({
    isKept: fc.boolean(),
    path: fc.record(Object.fromEntries(names) as Record<string, fc.Arbitrary<string | null>>),
    query: queryOf(operation),
    headers: mostlyNoHeaders,
    body: bodyOf(operation),
  });
}

/** The request that the document shows. */
export function shownCall({ path, query, body }: Operation): Call {
  return {
    isKept: false,
    path: Object.fromEntries(namesIn(path).map((name) => [name, null])),
    query: query
      .filter(({ name }) => /_id$/.test(name))
      .map(({ name, example }) => [name, example]),
    headers: {},
    body: body === null ? { kind: 'none' } : { kind: 'json', value: body.example },
  };
}

/** Replaces examples by known values, wherever a name stands for one. */
function filledIn(value: unknown, known: Known): unknown {
  if (Array.isArray(value)) return value.map((each) => filledIn(each, known));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const isExample = typeof each === 'string' || typeof each === 'number';
      return [name, isExample ? (known[name] ?? each) : filledIn(each, known)];
    }),
  );
}

/** Node accepts 16 KiB of headers with the address, and itself refuses more. */
const escaped = (text: unknown) =>
  [...Buffer.from(String(text).slice(0, 300))]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('');

/** The request as it is sent. */
export function written(operation: Operation, call: Call, known: Known) {
  const { body, isKept } = call;
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(call.path[name] ?? known[name] ?? '1'),
  );
  const query = call.query
    .map(([name, value]) => [name, isKept ? value : (known[name] ?? value)])
    .map((pair) => pair.map(escaped).join('='))
    .join('&');
  const headers: Record<string, string> = {
    authorization: `Bearer ${known.bearer}`,
    ...call.headers,
  };
  let payload: string | Uint8Array | null = null;
  if (body.kind === 'json') {
    payload = toJson(isKept ? body.value : filledIn(body.value, known));
    headers['content-type'] = 'application/json';
  } else if (body.kind === 'text') {
    payload = body.text;
    headers['content-type'] = body.type;
  } else if (body.kind === 'huge') {
    payload = new Uint8Array(body.length).fill(0x20);
    headers['content-type'] = 'application/json';
  }
  return {
    method: operation.method,
    target: query === '' ? path : `${path}?${query}`,
    headers,
    payload,
  };
}
