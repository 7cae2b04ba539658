import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { count, id, list, text } from '@/cli/flags';
import { restShape } from '@/cli/rest-shape';
import type { Attempt, Delivery } from '@/contracts/deliveries';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import { getDelivery, listDeliveries } from '@/server/services/deliveries';
import { locateHook } from '@/server/services/hooks';

const LIMIT = 20;
const LIMIT_MAX = 200;
const hook = { company: id, hook: id };

export const deliveryCommands = [
  defineCommand(
    {
      name: 'delivery list',
      usage: `--company ID --hook ID [--status ${DELIVERY_STATUSES.join(',')}] [--resource NAME] [--resource-id ID] [--limit ${LIMIT}]`,
      summary: "List a hook's deliveries, newest first",
      flags: z.object({
        ...hook,
        status: list(DELIVERY_STATUSES).optional(),
        resource: text.optional(),
        'resource-id': text.optional(),
        limit: count(LIMIT_MAX).optional(),
      }),
      columns: [
        'id',
        'resource_name',
        'resource_id',
        'event_type',
        'status',
        'attempt_count',
        'response_status',
        'created_at',
      ],
    },
    async ({ ctx }, { company, hook: hookId, status, resource, limit = LIMIT, ...given }) => {
      const place = await locateHook({ ctx, input: { companyId: company, hookId } });
      const resourceId = given['resource-id'];
      const { items } = await listDeliveries({
        ctx,
        input: {
          ...place,
          hookId,
          limit,
          offset: 0,
          withAttempts: false,
          ...(status === undefined ? {} : { statuses: status }),
          ...(resource === undefined ? {} : { resourceNames: [resource] }),
          ...(resourceId === undefined ? {} : { resourceId }),
        },
      });
      return items.map(({ payload: _, attempts: __, ...delivery }) => restShape(named(delivery)));
    },
  ),
  defineCommand(
    {
      name: 'delivery show',
      usage: '--company ID --hook ID --id ID',
      summary: 'Show a delivery with its payload and attempts',
      flags: z.object({ ...hook, id }),
    },
    async ({ ctx }, { company, hook: hookId, id: deliveryId }) => {
      const place = await locateHook({ ctx, input: { companyId: company, hookId } });
      const found = await getDelivery({ ctx, input: { ...place, hookId, deliveryId } });
      const { attempts, ...delivery } = found;
      const deliveryAttempts = attempts.map((one) => attemptShape(delivery.id, one));
      return restShape({ ...named(delivery), deliveryAttempts });
    },
  ),
];

/** The API's word for a queued delivery. */
function named<Row extends Pick<Delivery, 'status'>>(row: Row) {
  return { ...row, status: row.status === 'queued' ? 'enqueued' : row.status };
}

function attemptShape(deliveryId: number, { n, finishedAt, ...attempt }: Attempt) {
  return {
    id: `${deliveryId}-${n}`,
    success: attempt.outcome === 'success',
    completedAt: finishedAt,
    ...attempt,
  };
}
