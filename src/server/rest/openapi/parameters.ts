import type { DescribedHeader } from '@/contracts/described';
import type { Route } from '../route';
import type { createSchemas, Json } from './schemas';

type Schemas = ReturnType<typeof createSchemas>;

const ID = { type: 'string', pattern: '^[1-9]\\d{0,15}$' };

const IN_PATH: Readonly<Record<string, { description: string; example: string }>> = {
  company_id: { description: 'The company', example: '1001' },
  project_id: { description: 'A project of the company', example: '2001' },
  hook_id: { description: 'The hook', example: '31' },
  delivery_id: { description: 'The delivery', example: '5982324300946930' },
  redelivery_id: { description: 'The redelivery', example: '12' },
  id: { description: 'The id of the hook or the trigger', example: '77' },
};

const EXAMPLES_IN_QUERY: Readonly<Record<string, string>> = {
  company_id: '1001',
  project_id: '2001',
  page: '1',
  per_page: '50',
  page_size: '50',
  page_start: '5982324300946930',
  namespace: 'my-integration',
  api_version: 'v4.0',
  payload_version: 'v4.0',
  include_trigger_count: 'true',
  window: '24h',
  'filter[status]': 'failed',
  'filters[status]': 'failing',
  'filter[resource_name]': 'RFIs',
  'filter[resource_id]': '4711',
  'filter[event_type]': 'create',
  'filter[start]': '2026-02-06',
  'filter[end]': '2026-02-07',
};
const WHOLE_NUMBERS = ['page', 'per_page', 'page_size'];
const DAYS = ['filter[start]', 'filter[end]'];

function queryParameter(name: string, description: string): Json {
  const example = EXAMPLES_IN_QUERY[name];
  if (example === undefined) throw new Error(`The query parameter ${name} has no example.`);
  const described = { name, in: 'query', required: false, description };
  if (WHOLE_NUMBERS.includes(name)) {
    return { ...described, schema: { type: 'integer', minimum: 1 }, example: Number(example) };
  }
  const format = DAYS.includes(name) ? { format: 'date' } : {};
  return { ...described, schema: { type: 'string', ...format }, example };
}

export const isRepeatable = (route: Route) => 'scope' in route && route.method === 'POST';

/** Headers as parameters. */
export function headerParameters(
  headers: Readonly<Record<string, DescribedHeader>>,
  schemaOf: Schemas['schemaOf'],
): Json[] {
  return Object.entries(headers).map(([name, header]) => ({
    name,
    in: 'header',
    required: !header.isOptional,
    description: header.means,
    schema: schemaOf(header.schema, 'output'),
    example: header.example,
  }));
}

export function parameters(route: Route, schemaOf: Schemas['schemaOf']): Json[] {
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...IN_PATH[name],
    schema: ID,
  }));
  const inQuery = Object.entries(route.query ?? {}).map((each) => queryParameter(...each));
  const key = { $ref: '#/components/parameters/idempotencyKey' };
  const inHeaders = headerParameters(route.headers ?? {}, schemaOf);
  return [...inPath, ...inQuery, ...inHeaders, ...(isRepeatable(route) ? [key] : [])];
}

export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'For 24 hours the same request gets the first answer again, marked by idempotent-replayed: true, and is not executed twice',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  example: '5f1f9d3e-5a52-4c0b-9d53-0e3f6d2f6a11',
};
