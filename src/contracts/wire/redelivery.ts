import type { z } from 'zod';
import type { Redelivery, RedeliveryPreview } from '../redeliveries';
import type { v2Redeliveries } from '../rest/redeliveries';

export function v2Redelivery(job: Redelivery): z.infer<typeof v2Redeliveries.redelivery> {
  return {
    id: String(job.id),
    webhook_hook_id: job.hookId === null ? null : String(job.hookId),
    state: job.state,
    matched: job.matched,
    sent: job.sent,
    delivered: job.delivered,
    failed: job.failed,
    open: job.open,
    created_by: job.createdBy,
    created_at: job.createdAt.toISOString(),
    ended_at: job.endedAt?.toISOString() ?? null,
  };
}

export function v2RedeliveryPreview({
  matched,
  sample,
}: RedeliveryPreview): z.infer<typeof v2Redeliveries.preview> {
  return {
    matched,
    sample: sample.map((one) => ({
      delivery_id: one.deliveryId === null ? null : String(one.deliveryId),
      event_id: String(one.eventId),
      webhook_hook_id: String(one.hookId),
      resource_name: one.resourceName,
      resource_id: one.resourceId,
      event_type: one.eventType as 'create' | 'update' | 'delete',
      status: one.status,
      created_at: one.createdAt.toISOString(),
    })),
  };
}
