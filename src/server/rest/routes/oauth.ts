import { oauth } from '@/contracts/rest/oauth';
import { empty } from '@/contracts/rest/system';
import { isFields } from '@/contracts/wire/fields';
import { invalidField, invalidInput, isServiceError, unauthenticated } from '@/domain/errors';
import { SIGN_IN } from '@/server/bodies';
import type { Services } from '@/server/services/context';
import { heavyWork } from '@/server/services/heavy-work';
import { issueToken, revokeToken, tokenInfo } from '@/server/services/oauth';
import { bearerOf } from '../bearer';
import { json, type RestRequest, type RestResponse } from '../http';
import { parseJson } from '../reading';
import type { OpenRoute } from '../route';
import { hasSecretIn, SECRET_IN_ADDRESS } from '../secret-in-address';

type Form = Record<string, string>;

const FORM_FIELDS = ['grant_type', 'client_id', 'client_secret', 'scope', 'token'] as const;

const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** No client sends a tenth of these. Each field of a form takes a microsecond, and many hold the process. */
const FIELDS_MAX = 100;

/** Clients of the compatible API send JSON, form or multipart bodies. */
async function readForm({ readBody, headers, query, address }: RestRequest): Promise<Form> {
  const body = await readBody(SIGN_IN);
  const form: Form = Object.fromEntries(new URLSearchParams(query));
  if (body.length === 0) return form;
  const type = headers['content-type'] ?? 'application/json';
  const isMultipart = /^multipart\/form-data\b/i.test(type);
  if (isMultipart || /^application\/x-www-form-urlencoded\b/i.test(type)) {
    const fields = body.toString('latin1').split(isMultipart ? '\r\n--' : '&', FIELDS_MAX + 2);
    if (fields.length > FIELDS_MAX)
      throw invalidInput([
        { field: null, code: 'too_many', message: `has more than ${FIELDS_MAX} fields.` },
      ]);
    const sent = new Response(new Uint8Array(body), { headers: { 'content-type': type } });
    for (const [name, value] of await sent.formData()) form[name] = String(value);
    return form;
  }
  const fields = await heavyWork(address() ?? '', body.length, () => parseJson(body, headers));
  if (!isFields(fields)) return form;
  for (const name of FORM_FIELDS) {
    const value = fields[name];
    if (typeof value === 'string') form[name] = value;
    else if (value !== undefined && value !== null)
      throw invalidField(name, 'invalid_type', 'must be a text.');
  }
  return form;
}

/** Why a body is not a form. A refusal of its size is thrown again. */
function unreadable(error: unknown): string {
  if (!isServiceError(error)) return UNREADABLE;
  if (!['invalid_input', 'unsupported_media_type'].includes(error.code)) throw error;
  const [problem] = error.details;
  if (problem?.code !== 'invalid_type' && problem?.code !== 'too_many') return UNREADABLE;
  return `${problem.field ?? 'The body'} ${problem.message}`;
}

function basicCredentials(header: string | undefined): Form {
  const encoded = /^basic\s+(\S+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return {};
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return { client_id: decode(id), client_secret: decode(secret.join(':')) };
}

/** RFC 6749 form-encodes both parts first. A part that does not decode is taken unchanged. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refuse(
  status: number,
  error: string,
  description: string,
  headers: Record<string, string> = {},
): RestResponse {
  return json(status, { error, error_description: description }, { ...NO_STORE, ...headers });
}

const seconds = (date: Date) => Math.floor(date.getTime() / 1000);

const UNREADABLE =
  'The body cannot be read: send a form or a JSON object of texts, such as "grant_type".';

/** The refusal of a secret in the address; null if it has none. */
function refuseSecretIn({ query }: RestRequest): RestResponse | null {
  if (!hasSecretIn(query)) return null;
  return refuse(400, 'invalid_request', SECRET_IN_ADDRESS);
}

async function token({ services, request }: { services: Services; request: RestRequest }) {
  const secretInAddress = refuseSecretIn(request);
  if (secretInAddress !== null) return secretInAddress;
  const form = await readForm(request).catch(unreadable);
  if (typeof form === 'string') return refuse(400, 'invalid_request', form);
  const basic = basicCredentials(request.headers.authorization);
  const { grant_type, client_id, client_secret, scope } = { ...form, ...basic } as Form;
  if (!grant_type) return refuse(400, 'invalid_request', 'grant_type is missing.');
  if (grant_type !== 'client_credentials') {
    return refuse(400, 'unsupported_grant_type', 'Use grant_type client_credentials.');
  }
  if (!client_id || !client_secret) {
    return refuse(401, 'invalid_client', 'Send client_id and client_secret.', challenge);
  }
  const issued = await issueToken({
    ctx: services,
    input: { clientId: client_id, clientSecret: client_secret, scope, address: request.address() },
  }).catch((error: unknown) => {
    if (isServiceError(error) && error.code === 'invalid_input') return error;
    throw error;
  });
  if (issued === null) {
    return refuse(
      401,
      'invalid_client',
      'There is no such client, or the secret is wrong.',
      challenge,
    );
  }
  if (isServiceError(issued)) return refuse(400, 'invalid_scope', issued.message);
  return json(
    200,
    {
      access_token: issued.accessToken,
      token_type: 'bearer',
      expires_in: issued.expiresInSeconds,
      created_at: seconds(issued.createdAt),
      scope: issued.scope,
    },
    NO_STORE,
  );
}

const challenge = { 'www-authenticate': 'Basic realm="oauth"' };

export const oauthRoutes: readonly OpenRoute[] = [
  {
    api: 'oauth',
    method: 'POST',
    path: '/oauth/token',
    procedure: null,
    summary: 'Issue an access token by client credentials (JSON, form, multipart, or HTTP Basic)',
    body: oauth.tokenRequest,
    success: { status: 200, schema: oauth.token, description: 'The token' },
    run: token,
  },
  {
    api: 'oauth',
    method: 'GET',
    path: '/oauth/token/info',
    procedure: null,
    summary: 'Show the scopes and the expiry of the bearer token',
    success: { status: 200, schema: oauth.tokenInfo, description: 'The token' },
    async run({ services, request }) {
      const bearer = bearerOf(request);
      if (bearer === null) throw unauthenticated();
      const info = await tokenInfo({ ctx: services, input: { token: bearer } });
      return json(200, {
        resource_owner_id: null,
        company_id: info.companyId,
        scopes: info.scope.split(' '),
        expires_in_seconds: info.expiresInSeconds,
        application: { uid: info.clientId },
        created_at: seconds(info.createdAt),
      });
    },
  },
  {
    api: 'oauth',
    method: 'POST',
    path: '/oauth/revoke',
    procedure: null,
    summary: 'Revoke a token; also 200 for one that does not exist',
    body: oauth.revokeRequest,
    success: { status: 200, schema: empty, description: 'An empty object' },
    async run({ services, request }) {
      const secretInAddress = refuseSecretIn(request);
      if (secretInAddress !== null) return secretInAddress;
      const form = await readForm(request).catch(unreadable);
      if (typeof form === 'string') return refuse(400, 'invalid_request', form);
      const ended = form.token ?? bearerOf(request);
      if (ended) await revokeToken({ ctx: services, input: { token: ended } });
      return json(200, {}, NO_STORE);
    },
  },
];
