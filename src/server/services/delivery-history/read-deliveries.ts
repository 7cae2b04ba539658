import type { ReadDeliveries, ReadDeliveriesInput } from '@/contracts/deliveries';
import { authorise } from '../actor';
import type { Context } from '../context';
import { requireReadableHook } from '../hooks/hook-rows';
import { loadHeads, rowsOf, toDeliveries } from './delivery-rows';

/** An event has at most 1 MiB, and an answer holds its text several times while it is made. */
const ANSWER_BYTES = 1024 * 1024;
/** At most: 16 KiB of the response's body, and the headers of both. */
const ATTEMPT_BYTES = 24 * 1024;

/** Deliveries with payloads and attempts, as many as fit into a bounded answer and at least one. */
export async function readDeliveries({
  ctx,
  input,
}: {
  ctx: Context;
  input: ReadDeliveriesInput;
}): Promise<ReadDeliveries> {
  const { companyId, projectId, deliveryIds } = input;
  authorise(ctx.actor, { companyId, projectId }, 'deliveries:read');
  return ctx.db.asTenant(companyId, async (tx) => {
    const hook = await requireReadableHook(tx, input);
    const rows = await rowsOf(tx, input, deliveryIds);
    const heads = await loadHeads(tx, companyId, rows);
    let bytes = 0;
    const isWithin = ({ eventId, attempts }: (typeof rows)[number]) => {
      bytes += (heads.get(eventId)?.sizeBytes ?? 0) + attempts * ATTEMPT_BYTES;
      return bytes <= ANSWER_BYTES;
    };
    const beyond = rows.findIndex((row, index) => !isWithin(row) && index > 0);
    const shown = beyond === -1 ? rows : rows.slice(0, beyond);
    const rest = beyond === -1 ? [] : rows.slice(beyond).map(({ id }) => id);
    return { items: await toDeliveries(tx, hook, shown), rest };
  });
}
