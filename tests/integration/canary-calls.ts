import type { createRestClient } from '@tests/factories/rest-client';
import type { World } from '@tests/factories/world';
import {
  changePassword,
  consumeSignInLink,
  createSignInLink,
  updateAccount,
  verifyPassword,
} from '@/server/services/accounts';
import { createClient } from '@/server/services/api-clients';
import { createCompany } from '@/server/services/companies';
import type { Context } from '@/server/services/context';
import { exportDeliveries, listDeliveries } from '@/server/services/delivery-history';
import { rotateSecret, sendTest } from '@/server/services/hooks';
import { recordRequest } from '@/server/services/inspector';
import { issueToken, revokeToken } from '@/server/services/oauth';
import { createProject } from '@/server/services/projects';
import { createResource } from '@/server/services/resources';
import { createUser, resetPassword } from '@/server/services/users';

/** Must never appear in clear text anywhere. */
export const SECRET = 'c4n4ry-secret';
/** Must not appear in a log line or an error. */
export const PERSONAL = 'c4n4ry-person';

export type Stage = {
  world: World;
  rest: ReturnType<typeof createRestClient>;
  token: string;
  credentials: { clientId: string; clientSecret: string };
  tenant: { companyId: number; projectId: number };
  hookId: number;
  inspectorId: string;
  /** The person with the password. */
  user: Context;
  email: string;
  password: string;
};

export type Call = (stage: Stage, n: number) => Promise<unknown>;

const HEADERS = { Authorization: `Bearer ${SECRET}-header`, 'X-Site': `${SECRET}-of-a-site` };
const hooksOf = ({ tenant }: Stage) =>
  `/rest/v2.0/companies/${tenant.companyId}/projects/${tenant.projectId}/webhooks/hooks`;
const post = (stage: Stage, path: string, body: unknown, headers = {}) =>
  stage.rest.call('POST', path, stage.token, { body, headers });
const hookBody = (n: number) => ({
  name: `${PERSONAL} ${n}`,
  namespace: 'acme',
  payload_version: 'v2.0',
  destination_url: `https://${PERSONAL}.example.com/hooks`,
  destination_headers: HEADERS,
});

/**
 * Calls that pass secrets, names, addresses and data to the database. They are always valid. `n` makes the values new.
 */
export const CALLS: Record<string, Call> = {
  'REST v2.0: create a hook': (stage, n) =>
    post(stage, hooksOf(stage), hookBody(n), { 'idempotency-key': `${PERSONAL}-${n}` }),
  'REST v1.0: create a hook': (stage, n) => {
    const { tenant } = stage;
    const { payload_version: api_version, ...hook } = hookBody(n);
    const body = { project_id: tenant.projectId, hook: { ...hook, api_version } };
    return post(stage, '/rest/v1.0/webhooks/hooks', body);
  },
  'REST v2.0: change a hook': (stage, n) =>
    stage.rest.call('PATCH', `${hooksOf(stage)}/${stage.hookId}`, stage.token, {
      body: hookBody(n),
    }),
  'REST v2.0: publish': (stage, n) =>
    post(stage, `/rest/v2.0/companies/${stage.tenant.companyId}/events`, {
      resource_name: 'RFIs',
      resource_id: `${PERSONAL}-${n}`,
      event_type: 'update',
      project_id: stage.tenant.projectId,
      idempotency_key: `${PERSONAL}-${n}`,
      data: { title: PERSONAL },
      metadata: { source: PERSONAL },
    }),
  'REST v2.0: list by resource': (stage) =>
    stage.rest.call('GET', `${hooksOf(stage)}/${stage.hookId}/deliveries`, stage.token, {
      query: `filter[resource_id]=${PERSONAL}`,
    }),
  'REST v2.0: rotate a secret': (stage) =>
    post(stage, `${hooksOf(stage)}/${stage.hookId}/secret/rotate`, {}),
  'OAuth: issue a token': ({ rest, credentials }) =>
    rest.call('POST', '/oauth/token', null, {
      body: {
        grant_type: 'client_credentials',
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
      },
    }),
  'OAuth: a wrong secret': ({ rest }, n) =>
    rest.call('POST', '/oauth/token', null, {
      address: `192.0.2.${n % 250}`,
      body: {
        grant_type: 'client_credentials',
        client_id: `${PERSONAL}-${n}`,
        client_secret: `${SECRET}-of-a-client`,
      },
    }),
  'OAuth: an unknown token': ({ rest }) => rest.call('GET', '/oauth/token/info', `${SECRET}-token`),
  'sign in': ({ world, email, password }) =>
    verifyPassword({ ctx: world.services, input: { email, password, address: null } }),
  'sign in with a wrong password': ({ world }, n) =>
    verifyPassword({
      ctx: world.services,
      input: {
        email: `${PERSONAL}-${n}@example.com`,
        password: `${SECRET}-password`,
        address: null,
      },
    }),
  'make and use a link': async ({ world, user }) => {
    const userId = user.actor.kind === 'user' ? user.actor.userId : 0;
    const { token } = await createSignInLink({ ctx: world.services, input: { userId } });
    return consumeSignInLink({ ctx: world.services, input: { token } });
  },
  'use a wrong link': ({ world }) =>
    consumeSignInLink({ ctx: world.services, input: { token: `${SECRET}-link` } }),
  'change a password': ({ user, password }) =>
    changePassword({
      ctx: user,
      input: { currentPassword: password, newPassword: password },
    }),
  'change an account': ({ user }, n) =>
    updateAccount({ ctx: user, input: { name: `${PERSONAL} ${n}` } }),
  'create a user': ({ world, tenant }, n) =>
    createUser({
      ctx: world.ctx,
      input: { ...tenant, role: 'admin', email: `${PERSONAL}-new-${n}@example.com` },
    }),
  'reset a password': ({ world, email }) => resetPassword({ ctx: world.ctx, input: { email } }),
  'create a client': ({ world, tenant }, n) =>
    createClient({
      ctx: world.ctx,
      input: { companyId: tenant.companyId, name: `${PERSONAL} ${n}` },
    }),
  'issue and revoke a token': async ({ world, credentials }) => {
    const issued = await issueToken({ ctx: world.services, input: credentials });
    const token = issued?.accessToken ?? '';
    await revokeToken({ ctx: world.services, input: { token } });
  },
  'create a company': ({ world }, n) =>
    createCompany({ ctx: world.ctx, input: { name: `${PERSONAL} ${n}` } }),
  'create a project': ({ world, tenant }, n) =>
    createProject({
      ctx: world.ctx,
      input: { companyId: tenant.companyId, name: `${PERSONAL} ${n}` },
    }),
  'create a resource': ({ world, tenant }, n) =>
    createResource({
      ctx: world.ctx,
      input: {
        companyId: tenant.companyId,
        name: `${PERSONAL} ${n}`,
        level: 'project',
        events: ['create'],
      },
    }),
  'send a test': ({ world, tenant, hookId }) =>
    sendTest({ ctx: world.ctx, input: { ...tenant, hookId } }),
  'rotate a secret': ({ world, tenant, hookId }) =>
    rotateSecret({ ctx: world.ctx, input: { ...tenant, hookId, overlapSeconds: 60 } }),
  'receive at an inspector': ({ world, inspectorId }) =>
    recordRequest({
      ctx: world.services,
      input: {
        inspectorId,
        method: 'POST',
        headers: { authorization: `Bearer ${SECRET}-received`, 'x-site': `${SECRET}-site` },
        body: Buffer.from(PERSONAL),
      },
    }),
  'list deliveries': ({ user, tenant, hookId }) =>
    listDeliveries({
      ctx: user,
      input: {
        ...tenant,
        hookId,
        limit: 50,
        offset: 0,
        order: 'newest',
        resourceId: PERSONAL,
      },
    }),
  'export deliveries': async ({ user, tenant, hookId }) => {
    const pages = exportDeliveries({ ctx: user, input: { ...tenant, hookId, order: 'newest' } });
    const all: unknown[] = [];
    for await (const page of pages) all.push(...page);
    return all;
  },
};
