import { readdirSync, readFileSync } from 'node:fs';
import { useDatabase } from '@tests/support/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchToken, openProduct, type Product } from './product';
import {
  type Delivery,
  fill,
  pick,
  type Recording,
  type Request,
  type Values,
  wanted,
} from './recording';

const database = useDatabase();
const FIXTURES = new URL('./fixtures/', import.meta.url);
let product: Product;
let token: string;

beforeAll(async () => {
  product = await openProduct(database.url);
  token = await fetchToken(product);
});
afterAll(() => product.close());

async function take({ does, request, needs, keep }: Request, values: Values) {
  const { method, path, headers, body } = fill(request, values);
  const response = await fetch(`${product.origin}${path}`, {
    method,
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  expect(response.status, `${does}: ${text}`).toBe(needs.status);
  if (needs.body === undefined) return;
  const answer: unknown = JSON.parse(text);
  expect({ body: answer }, does).toMatchObject({ body: wanted(needs.body, values) });
  for (const [name, at] of Object.entries(keep ?? {})) values[name] = pick(answer, at);
}

async function receive({ does, deliver, receives }: Delivery, values: Values) {
  const before = product.receiver.requests.length;
  const { level, ...event } = deliver;
  await product.deliver(event, level);
  const [received, ...more] = product.receiver.requests.slice(before);
  expect(more, does).toEqual([]);
  expect(received).toMatchObject({ method: 'POST', headers: receives.headers ?? {} });
  const body: unknown = JSON.parse(received?.body.toString() ?? '');
  expect(body).toMatchObject(wanted(receives.body, values) as object);
}

describe('a client of the compatible API gets the answers that it needs', () => {
  const names = readdirSync(FIXTURES).filter((name) => name.endsWith('.json'));
  it.each(names)('%s', async (name) => {
    const text = readFileSync(new URL(name, FIXTURES), 'utf8');
    const { source, steps } = JSON.parse(text) as Recording;
    expect(source).not.toBe('');
    const values: Values = {
      token,
      company: product.companyId,
      project: product.projectId,
      client: product.clientId,
      secret: product.clientSecret,
      receiver: product.receiver.url,
    };
    for (const step of steps) {
      if ('request' in step) await take(step, values);
      else await receive(step, values);
    }
  });
});
