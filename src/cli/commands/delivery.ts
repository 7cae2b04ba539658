import { z } from 'zod';
import { defineCommand } from '@/cli/command';
import { count, id, list, text } from '@/cli/flags';
import type { Session } from '@/cli/session';
import { v2Delivery } from '@/contracts/wire/delivery';
import { DELIVERY_STATUSES } from '@/domain/delivery-status';
import {
  getDelivery,
  listDeliveries,
  readDeliveries,
  redeliver,
} from '@/server/services/delivery-history';
import { locateHook } from '@/server/services/hooks';

type Wire = ReturnType<typeof v2Delivery>;

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
      show: (deliveries: Wire[]) => deliveries.map(shown),
    },
    async ({ ctx }, { company, hook: hookId, status, resource, limit = LIMIT, ...given }) => {
      const tenant = await locateHook({ ctx, input: { companyId: company, hookId } });
      const resourceId = given['resource-id'];
      const { items } = await listDeliveries({
        ctx,
        input: {
          ...tenant,
          hookId,
          order: 'newest',
          limit,
          offset: 0,
          ...(status === undefined ? {} : { statuses: status }),
          ...(resource === undefined ? {} : { resourceNames: [resource] }),
          ...(resourceId === undefined ? {} : { resourceId }),
        },
      });
      const address = { ...tenant, hookId };
      return readAll(
        ctx,
        address,
        items.map((item) => item.id),
      );
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
      const tenant = await locateHook({ ctx, input: { companyId: company, hookId } });
      return v2Delivery(await getDelivery({ ctx, input: { ...tenant, hookId, deliveryId } }));
    },
  ),
  defineCommand(
    {
      name: 'delivery redeliver',
      usage: '--company ID --hook ID --id ID',
      summary: 'Send a finished delivery again',
      flags: z.object({ ...hook, id }),
      show: shown,
    },
    async ({ ctx }, { company, hook: hookId, id: deliveryId }) => {
      const tenant = await locateHook({ ctx, input: { companyId: company, hookId } });
      return v2Delivery(await redeliver({ ctx, input: { ...tenant, hookId, deliveryId } }));
    },
  ),
];

/** The payload names the resource in its version's words. */
function shown(delivery: Wire) {
  const { delivery_attempts: attempts } = delivery;
  const payload = JSON.parse(delivery.payload.text) as Record<string, unknown>;
  return {
    id: delivery.id,
    resource: payload.resource_name ?? payload.resource_type,
    resource_id: payload.resource_id,
    event: payload.event_type ?? payload.reason,
    status: delivery.status,
    attempts: attempts.length,
    response: attempts.at(-1)?.response_status ?? null,
    created_at: delivery.created_at,
  };
}

/** With payloads and attempts. */
async function readAll(
  ctx: Session['ctx'],
  address: { companyId: number; projectId: number | null; hookId: number },
  deliveryIds: number[],
): Promise<Wire[]> {
  const all: Wire[] = [];
  for (let left = deliveryIds; left.length > 0; ) {
    const { items, rest } = await readDeliveries({ ctx, input: { ...address, deliveryIds: left } });
    all.push(...items.map(v2Delivery));
    left = rest;
  }
  return all;
}
