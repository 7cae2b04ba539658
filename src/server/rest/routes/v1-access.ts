import { v1 } from '@/contracts/rest/v1';
import { notFound } from '@/domain/errors';
import { json } from '../http';
import { pageHeaders, readPage, slicePage } from '../paging';
import { readId } from '../reading';
import type { ApiRoute } from '../route';

const PER_PAGE = 100;

/** The first calls of clients, to test their credentials and to choose a tenant. */
export const v1AccessRoutes: readonly ApiRoute[] = [
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/me',
    procedure: 'apiClients.access',
    scope: null,
    summary: 'Show the API client of the token',
    success: { status: 200, schema: v1.me, description: 'The API client' },
    async run({ caller }) {
      const { client } = await caller.apiClients.access();
      return json(200, { id: client.id, login: client.clientId, name: client.name });
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/companies',
    procedure: 'apiClients.access',
    scope: null,
    summary: 'List the companies that the token has access to',
    success: { status: 200, schema: v1.company.array(), description: 'One company' },
    async run({ caller }) {
      const { company } = await caller.apiClients.access();
      return json(200, [{ ...company, is_active: true }]);
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/projects',
    procedure: 'apiClients.access',
    scope: null,
    summary: 'List the projects that the token has access to',
    query: {
      company_id: "The company; the token's company if not given",
      page: 'From 1',
      per_page: '100 if not given, and at most',
    },
    success: { status: 200, schema: v1.project.array(), description: 'A page of projects' },
    async run(call) {
      const page = readPage(call.query, PER_PAGE);
      const { company, projects } = await call.caller.apiClients.access();
      const asked = call.query.get('company_id');
      if (asked !== null && readId(asked) !== company.id) throw notFound('The company');
      const { items, total } = slicePage(projects, page);
      const body = items.map((project) => ({ ...project, active: true, company }));
      return json(200, body, pageHeaders(call, page, total));
    },
  },
];
