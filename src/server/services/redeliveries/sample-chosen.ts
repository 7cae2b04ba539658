import { and, asc, eq, type SQL, sql } from 'drizzle-orm';
import type { RedeliveryPreview } from '@/contracts/redeliveries';
import type { Transaction } from '@/server/db/client';
import { deliveries, discards, events } from '@/server/db/schema';
import { type Chosen, hooksAsRows, isChosen, isLostDelivery, missingOf, ofHooks } from './chosen';

const SAMPLE = 10;

type Sample = RedeliveryPreview['sample'];

/** The first few deliveries of a choice, in order. */
export async function sampleChosen(
  tx: Transaction,
  hookIds: readonly number[],
  chosen: Chosen,
): Promise<Sample> {
  if (hookIds.length === 0) return [];
  if (chosen.choice.only === 'missing') return sampleMissing(tx, hookIds, chosen);
  const selecting = tx.select(COLUMNS).from(deliveries);
  const joined =
    chosen.choice.only === 'lost' ? selecting.innerJoin(discards, isLostDelivery) : selecting;
  return joined
    .where(and(ofHooks(hookIds), isChosen(chosen)))
    .orderBy(asc(deliveries.id))
    .limit(SAMPLE);
}

const COLUMNS = {
  hookId: deliveries.hookId,
  deliveryId: sql<number | null>`${deliveries.id}`,
  eventId: deliveries.eventId,
  resourceName: deliveries.resourceName,
  resourceId: deliveries.resourceId,
  eventType: deliveries.eventType,
  status: deliveries.status,
  createdAt: deliveries.createdAt,
};

async function sampleMissing(
  tx: Transaction,
  hookIds: readonly number[],
  chosen: Chosen,
): Promise<Sample> {
  const found: SQL = sql`(
    SELECT h.hook_id, m.event_id, m.delivery_id FROM ${hooksAsRows(hookIds)}
    CROSS JOIN LATERAL ${missingOf(chosen, 0)} AS m WHERE m.event_id IS NOT NULL ORDER BY m.event_id LIMIT ${SAMPLE}
  )`;
  return tx
    .select({
      hookId: sql<number>`found.hook_id`,
      deliveryId: sql<number | null>`found.delivery_id`,
      eventId: events.id,
      resourceName: events.resourceName,
      resourceId: events.resourceId,
      eventType: events.eventType,
      status: sql<Sample[number]['status']>`(SELECT d.status FROM gancho.deliveries d
        WHERE d.company_id = ${events.companyId} AND d.hook_id = found.hook_id AND d.id = found.delivery_id)`,
      createdAt: events.recordedAt,
    })
    .from(events)
    .innerJoin(sql`${found} AS found`, sql`found.event_id = ${events.id}`)
    .where(eq(events.companyId, chosen.companyId))
    .orderBy(asc(events.id));
}
