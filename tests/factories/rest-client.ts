import { SCOPES, type Scope } from '@/domain/scopes';
import { bodyOf, readBody } from '@/server/bodies';
import { createRestHandler } from '@/server/rest/handle';
import type { RestResponse } from '@/server/rest/http';
import { createClient } from '@/server/services/api-clients';
import { createWorld, insertCompany, type World } from './world';

type Options = {
  query?: string;
  headers?: Record<string, string>;
  /** Sent as JSON unless it is a string or bytes. */
  body?: unknown;
  address?: string;
};
export type Answer = { status: number; headers: Record<string, string>; body: never };

async function textOf(body: RestResponse['body']): Promise<string | null> {
  if (body === null || typeof body === 'string') return body;
  let text = '';
  for await (const part of body) text += part;
  return text;
}

const requestWith = (body: string | Uint8Array<ArrayBuffer>) =>
  new Request('http://x/', { method: 'POST', body });

/** Calls the REST handler as a client does. */
export function createRestClient({ services, ctx }: World) {
  const handle = createRestHandler({ services, publicUrl: 'https://hooks.example' });

  async function call(method: string, path: string, token: string | null, options: Options = {}) {
    const { query = '', headers = {}, body, address = null } = options;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const sent = isRaw ? (body as string) : JSON.stringify(body);
    const response = await handle({
      method,
      path,
      query,
      headers: {
        'content-type': 'application/json',
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...headers,
      },
      readBody: (limit) => readBody(bodyOf(requestWith(body === undefined ? '' : sent)), limit),
      address: () => address,
    });
    const text = await textOf(response.body);
    const parsed: unknown = text === null ? null : JSON.parse(text);
    return { ...response, body: parsed as never } satisfies Answer;
  }

  /** A token of a new client of the company. */
  async function signIn(
    companyId: number,
    options: { scopes?: readonly Scope[]; projectIds?: number[] } = {},
  ): Promise<string> {
    const client = await createClient({
      ctx,
      input: { companyId, name: 'Integration', scopes: SCOPES, ...options },
    });
    const { body } = await call('POST', '/oauth/token', null, {
      body: {
        grant_type: 'client_credentials',
        client_id: client.clientId,
        client_secret: client.clientSecret,
      },
    });
    return (body as { access_token: string }).access_token;
  }

  return { handle, call, signIn };
}

/** A company with a project, and a signed-in client of it. */
export async function openRestWorld(databaseUrl: string) {
  const world = createWorld(databaseUrl);
  const client = createRestClient(world);
  const tenant = await insertCompany(world);
  return { world, client, tenant, token: await client.signIn(tenant.companyId) };
}

export type RestWorld = Awaited<ReturnType<typeof openRestWorld>>;
