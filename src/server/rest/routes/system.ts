import { system } from '@/contracts/rest/system';
import { unavailableHead } from '@/domain/unavailable';
import { json, type RestResponse } from '../http';
import type { OpenCall, OpenRoute } from '../route';

async function health({ caller }: OpenCall): Promise<RestResponse> {
  const { status, sweptAt, ...rest } = await caller.health();
  const body = { ...rest, swept_at: sweptAt?.toISOString() ?? null };
  const [first] = rest.reasons;
  if (first === undefined) return json(200, { status, ...body });
  const message = `${first.message.replace(/\.$/, '')}: ${first.remedy}`;
  const head = unavailableHead();
  return json(head.status, { status, reason: first.code, message, ...body }, head.headers);
}

const healthRoute = (path: string, summary: string): OpenRoute => ({
  api: 'system',
  method: 'GET',
  path,
  procedure: 'health',
  summary,
  success: { status: 200, schema: system.healthy, description: 'Healthy' },
  otherwise: {
    status: unavailableHead().status,
    schema: system.unhealthy,
    description: 'Unhealthy, with the reasons',
  },
  run: health,
});

export const systemRoutes: readonly OpenRoute[] = [
  healthRoute('/api/health', 'Show whether new events will be delivered'),
  healthRoute('/readyz', 'The same, for a load balancer or an orchestrator'),
  {
    api: 'system',
    method: 'GET',
    path: '/livez',
    procedure: null,
    summary: 'Show that the process answers, without a look at the database',
    success: { status: 200, schema: system.alive, description: 'It answers' },
    run: async () => json(200, { status: 'ok' }),
  },
];
