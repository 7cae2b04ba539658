import type { World } from '@tests/factories/world';
import type { Scope } from '@/domain/scopes';
import type { Caller } from './callers';
import {
  aDelivery,
  aHook,
  anInspector,
  aRedelivery,
  aRotatedClient,
  aTrigger,
  type Tenant,
} from './things';

export type Answer = 'ok' | 'UNAUTHORIZED' | 'FORBIDDEN' | 'NOT_FOUND';
/** The level of a company as a whole, or of one of its projects. */
export type Level = 'company' | 'project';
type Answers = Record<Caller, Answer>;

/** People see the tenants in which they have a role, and change them with the Admin role. */
const inTenant = (reader: Answer): Record<Level, Answers> => ({
  project: {
    nobody: 'UNAUTHORIZED',
    companyAdmin: 'ok',
    companyMember: reader,
    companyReader: reader,
    projectAdmin: 'ok',
    projectReader: reader,
    otherProjectAdmin: 'NOT_FOUND',
    otherCompanyAdmin: 'NOT_FOUND',
    personWithoutTenant: 'NOT_FOUND',
    client: 'ok',
    clientOfOtherScopes: 'FORBIDDEN',
    clientOfProject: 'ok',
    clientOfProjectOtherScopes: 'FORBIDDEN',
    clientOfOtherProject: 'NOT_FOUND',
    clientOfOtherCompany: 'NOT_FOUND',
  },
  company: {
    nobody: 'UNAUTHORIZED',
    companyAdmin: 'ok',
    companyMember: reader,
    companyReader: reader,
    projectAdmin: 'NOT_FOUND',
    projectReader: 'NOT_FOUND',
    otherProjectAdmin: 'NOT_FOUND',
    otherCompanyAdmin: 'NOT_FOUND',
    personWithoutTenant: 'NOT_FOUND',
    client: 'ok',
    clientOfOtherScopes: 'FORBIDDEN',
    clientOfProject: 'NOT_FOUND',
    clientOfProjectOtherScopes: 'NOT_FOUND',
    clientOfOtherProject: 'NOT_FOUND',
    clientOfOtherCompany: 'NOT_FOUND',
  },
});

const everyone = (answers: { nobody: Answer; people: Answer; clients: Answer }): Answers => ({
  nobody: answers.nobody,
  companyAdmin: answers.people,
  companyMember: answers.people,
  companyReader: answers.people,
  projectAdmin: answers.people,
  projectReader: answers.people,
  otherProjectAdmin: answers.people,
  otherCompanyAdmin: answers.people,
  personWithoutTenant: answers.people,
  client: answers.clients,
  clientOfOtherScopes: answers.clients,
  clientOfProject: answers.clients,
  clientOfProjectOtherScopes: answers.clients,
  clientOfOtherProject: answers.clients,
  clientOfOtherCompany: answers.clients,
});

type Class = { scope: Scope | null; answers: Partial<Record<Level, Answers>> };

const read = (scope: Scope): Class => ({ scope, answers: inTenant('ok') });
const write = (scope: Scope): Class => ({ scope, answers: inTenant('FORBIDDEN') });
const anywhere = (answers: Answers): Class => ({ scope: null, answers: { company: answers } });

/** The answer for each caller, by the kind of object. */
const CLASSES = {
  public: anywhere(everyone({ nobody: 'ok', people: 'ok', clients: 'ok' })),
  self: anywhere(everyone({ nobody: 'UNAUTHORIZED', people: 'ok', clients: 'FORBIDDEN' })),
  'self as a client': anywhere(
    everyone({ nobody: 'UNAUTHORIZED', people: 'FORBIDDEN', clients: 'ok' }),
  ),
  'first admin': anywhere(
    everyone({ nobody: 'UNAUTHORIZED', people: 'NOT_FOUND', clients: 'FORBIDDEN' }),
  ),
  'read hooks': read('hooks:read'),
  'write hooks': write('hooks:write'),
  'read deliveries': read('deliveries:read'),
  'write deliveries': write('deliveries:write'),
  publish: write('events:write'),
  'company admin': {
    scope: null,
    answers: {
      company: {
        ...inTenant('FORBIDDEN').company,
        ...clientsGet('FORBIDDEN'),
      },
    },
  },
} satisfies Record<string, Class>;

function clientsGet(answer: Answer) {
  return {
    client: answer,
    clientOfOtherScopes: answer,
    clientOfProject: answer,
    clientOfProjectOtherScopes: answer,
    clientOfOtherProject: answer,
    clientOfOtherCompany: answer,
  };
}

export const classOf = (name: keyof typeof CLASSES): Class => CLASSES[name];

type Input = (world: World, tenant: Tenant) => Promise<object> | object;

type Expectation = {
  class: keyof typeof CLASSES;
  /** A valid input for this tenant, with objects made for this call. */
  input?: Input;
};

const byTenant: Input = (_, tenant) => tenant;

/** Every procedure. The tests refuse a new one until it has a line here. */
export const PROCEDURES: Readonly<Record<string, Expectation>> = {
  'account.changePassword': {
    class: 'self',
    input: () => ({ currentPassword: '', newPassword: 'quite long enough' }),
  },
  'account.get': { class: 'self' },
  'account.update': { class: 'self', input: () => ({ name: 'Ana' }) },
  'apiClients.create': {
    class: 'company admin',
    input: (_, { companyId }) => ({
      ...{ companyId, name: 'Integration', scopes: ['events:write'], projectIds: null },
    }),
  },
  'apiClients.endPreviousSecret': { class: 'company admin', input: aRotatedClient },
  'apiClients.list': { class: 'company admin', input: (_, { companyId }) => ({ companyId }) },
  'apiClients.access': { class: 'self as a client' },
  'apiClients.revoke': { class: 'company admin', input: aRotatedClient },
  'apiClients.rotateSecret': { class: 'company admin', input: aRotatedClient },
  'deliveries.changes': {
    class: 'read deliveries',
    input: async (world, tenant) => ({ ...(await aHook(world, tenant)), watched: [], after: 0 }),
  },
  'deliveries.findByResource': {
    class: 'read deliveries',
    input: (_, tenant) => ({ ...tenant, resourceId: '1' }),
  },
  'deliveries.get': { class: 'read deliveries', input: aDelivery },
  'deliveries.list': { class: 'read deliveries', input: aHook },
  'deliveries.read': {
    class: 'read deliveries',
    input: async (things, tenant) => {
      const { deliveryId, ...address } = await aDelivery(things, tenant);
      return { ...address, deliveryIds: [deliveryId] };
    },
  },
  'deliveries.neighbours': { class: 'read deliveries', input: aDelivery },
  'deliveries.redeliver': { class: 'write deliveries', input: aDelivery },
  'events.publish': {
    class: 'publish',
    input: (_, { companyId, projectId }) => ({
      companyId,
      body: JSON.stringify({
        resource_name: projectId === null ? 'Company Vendors' : 'RFIs',
        resource_id: 1,
        event_type: 'create',
        project_id: projectId,
      }),
    }),
  },
  health: { class: 'public' },
  'hooks.create': {
    class: 'write hooks',
    input: (_, tenant) => ({
      ...tenant,
      payloadVersion: 'v4.0',
      destinationUrl: 'https://example.com/hooks',
    }),
  },
  'hooks.activity': { class: 'read deliveries', input: byTenant },
  'hooks.delete': { class: 'write hooks', input: aHook },
  'hooks.discardQueue': { class: 'write hooks', input: aHook },
  'hooks.dismissLost': { class: 'write hooks', input: aHook },
  'hooks.get': { class: 'read hooks', input: aHook },
  'hooks.list': { class: 'read hooks', input: byTenant },
  'hooks.queue': { class: 'read hooks', input: aHook },
  'hooks.resume': { class: 'write hooks', input: aHook },
  'hooks.rotateSecret': { class: 'write hooks', input: aHook },
  'hooks.sendTest': { class: 'write hooks', input: aHook },
  'hooks.statistics': { class: 'read deliveries', input: aHook },
  'hooks.update': { class: 'write hooks', input: aHook },
  'inspector.clear': { class: 'write hooks', input: anInspector },
  'inspector.get': { class: 'read deliveries', input: anInspector },
  'inspector.request': { class: 'read deliveries', input: anInspector },
  'inspector.update': {
    class: 'write hooks',
    input: async (world, tenant) => ({
      ...(await anInspector(world, tenant)),
      ...{ status: 200, delayMs: 0, failNext: 0 },
    }),
  },
  'notifications.list': { class: 'self', input: () => ({}) },
  'notifications.markRead': { class: 'self', input: () => ({ through: 1 }) },
  'notifications.unreadCount': { class: 'self' },
  'redeliveries.cancel': { class: 'write deliveries', input: aRedelivery },
  'redeliveries.get': { class: 'read deliveries', input: aRedelivery },
  'redeliveries.list': { class: 'read deliveries', input: aHook },
  'redeliveries.pause': { class: 'write deliveries', input: aRedelivery },
  'redeliveries.preview': { class: 'write deliveries', input: aHook },
  'redeliveries.resume': {
    class: 'write deliveries',
    input: (world, tenant) => aRedelivery(world, tenant, 'paused'),
  },
  'redeliveries.start': { class: 'write deliveries', input: aHook },
  'tenants.search': { class: 'self', input: () => ({ query: '' }) },
  'resources.list': { class: 'read hooks', input: byTenant },
  'sample.remove': { class: 'company admin' },
  'setup.complete': {
    class: 'first admin',
    input: () => ({ name: 'Ana', language: 'en', timeZone: 'UTC' }),
  },
  'triggers.add': {
    class: 'write hooks',
    input: async (world, tenant) => ({
      ...(await aHook(world, tenant)),
      resourceName: 'RFIs',
      eventType: 'update',
    }),
  },
  'triggers.addMany': {
    class: 'write hooks',
    input: async (world, tenant) => ({
      ...(await aHook(world, tenant)),
      triggers: [{ resourceName: 'RFIs', eventType: 'update' }],
    }),
  },
  'triggers.list': { class: 'read hooks', input: aHook },
  'triggers.removeMany': {
    class: 'write hooks',
    input: async (world, tenant) => {
      const { triggerId, ...at } = await aTrigger(world, tenant);
      return { ...at, triggerIds: [triggerId] };
    },
  },
};
