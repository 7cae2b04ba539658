import { v1 } from '@/contracts/rest/v1';
import { notFound } from '@/domain/errors';
import { json } from '../http';
import { pageHeaders, readPage, slicePage } from '../paging';
import { readId } from '../reading';
import type { ApiRoute } from '../route';

const PER_PAGE = 100;

/** What clients ask first, to test their credentials and to choose a place. */
export const v1ReachRoutes: readonly ApiRoute[] = [
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/me',
    procedure: 'apiClients.reach',
    scope: null,
    summary: 'Who the token speaks for',
    success: { status: 200, schema: v1.me, description: 'The API client' },
    async run({ caller }) {
      const { client } = await caller.apiClients.reach();
      return json(200, { id: client.id, login: client.clientId, name: client.name });
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/companies',
    procedure: 'apiClients.reach',
    scope: null,
    summary: 'List the companies in reach',
    success: { status: 200, schema: v1.company.array(), description: 'One company' },
    async run({ caller }) {
      const { company } = await caller.apiClients.reach();
      return json(200, [{ ...company, is_active: true }]);
    },
  },
  {
    api: 'v1',
    method: 'GET',
    path: '/rest/v1.0/projects',
    procedure: 'apiClients.reach',
    scope: null,
    summary: 'List the projects in reach',
    query: {
      company_id: 'The company; that of the token if not given',
      page: 'From 1',
      per_page: '100 if not given, and at most',
    },
    success: { status: 200, schema: v1.project.array(), description: 'A page of projects' },
    async run(call) {
      const page = readPage(call.query, PER_PAGE);
      const { company, projects } = await call.caller.apiClients.reach();
      const asked = call.query.get('company_id');
      if (asked !== null && readId(asked) !== company.id) throw notFound('The company');
      const { items, total } = slicePage(projects, page);
      const body = items.map((project) => ({ ...project, active: true, company }));
      return json(200, body, pageHeaders(call, page, total));
    },
  },
];
