import { z } from 'zod';
import { SCOPES } from '@/domain/scopes';
import { described } from '../described';
import { numberId } from './fields';

const clientId = described(z.string(), 'The client_id of the API client', 'gancho_2b7f');
const token = described(z.string(), 'The access token', 'gat_8d1e6a');
const seconds = (what: string, example: number) => described(z.int(), what, example);
const createdAt = seconds('When it was issued, in seconds since 1970', 1_770_420_852);

export const oauth = {
  tokenRequest: z.object({
    grant_type: described(
      z.literal('client_credentials'),
      'The only supported grant',
      'client_credentials',
    ),
    client_id: clientId,
    client_secret: described(z.string(), 'The secret of the API client', 'gsk_51c0de'),
    scope: described(
      z.string(),
      `Scopes of the client, separated by spaces (all of them if not given): ${SCOPES.join(', ')}`,
      'hooks:read hooks:write',
    ).optional(),
  }),
  token: z.object({
    access_token: token,
    token_type: described(
      z.literal('bearer'),
      'The scheme of the Authorization header: Bearer',
      'bearer',
    ),
    expires_in: seconds('Seconds until the token expires', 5400),
    created_at: createdAt,
    scope: described(
      z.string(),
      'The scopes of the token, separated by spaces',
      'hooks:read hooks:write',
    ),
  }),
  tokenInfo: z.object({
    resource_owner_id: described(z.null(), 'Always null, because a client acts for itself', null),
    company_id: numberId('The company of the client', 1001),
    scopes: described(z.array(z.string()), 'The scopes of the token', ['hooks:read']),
    expires_in_seconds: seconds('Seconds until the token expires', 5012),
    application: z.object({ uid: clientId }).meta({ description: 'The API client' }),
    created_at: createdAt,
  }),
  revokeRequest: z.object({ token }),
};
