import { system } from '@/contracts/rest/system';
import { json } from '../http';
import type { OpenRoute } from '../route';

export const systemRoutes: readonly OpenRoute[] = [
  {
    api: 'system',
    method: 'GET',
    path: '/api/health',
    procedure: 'health',
    summary: 'Whether what is published now will be delivered',
    success: { status: 200, schema: system.healthy, description: 'Healthy' },
    otherwise: { status: 503, schema: system.unhealthy, description: 'Not, and why' },
    async run({ caller }) {
      const health = await caller.health();
      if (health.status === 'ok') {
        const { engine, sweptAt } = health;
        return json(200, { status: 'ok', engine, swept_at: sweptAt.toISOString() });
      }
      const { sweptAt, ...rest } = health;
      return json(503, sweptAt === null ? rest : { ...rest, swept_at: sweptAt.toISOString() });
    },
  },
];
