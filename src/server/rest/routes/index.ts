import type { Route } from '../route';
import { oauthRoutes } from './oauth';
import { systemRoutes } from './system';
import { v1AccessRoutes } from './v1-access';
import { v1HistoryRoutes } from './v1-history';
import { v1HookRoutes } from './v1-hooks';
import { v1TriggerRoutes } from './v1-triggers';
import { v2EventRoutes } from './v2-events';
import { v2HistoryRoutes } from './v2-history';
import { v2HookActionRoutes } from './v2-hook-actions';
import { v2HookRoutes } from './v2-hooks';
import { v2RedeliveryRoutes } from './v2-redeliveries';
import { v2TriggerRoutes } from './v2-triggers';

const V2_BASES = [
  '/rest/v2.0/companies/{company_id}/webhooks',
  '/rest/v2.0/companies/{company_id}/projects/{project_id}/webhooks',
];

/** Every public route except the one that describes them all. A literal path comes before one with a parameter. */
export const ROUTES: readonly Route[] = [
  ...v2EventRoutes,
  ...v1HookRoutes,
  ...v1TriggerRoutes,
  ...v1HistoryRoutes,
  ...v1AccessRoutes,
  ...V2_BASES.flatMap((base) => [
    ...v2HookRoutes(base),
    ...v2HookActionRoutes(base),
    ...v2TriggerRoutes(base),
    ...v2HistoryRoutes(base),
    ...v2RedeliveryRoutes(base),
  ]),
  ...oauthRoutes,
  ...systemRoutes,
];
