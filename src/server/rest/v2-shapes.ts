import type { Delivery } from '@/contracts/deliveries';
import { headersOf } from '@/contracts/header-pairs';
import type { CreatedHook, Hook } from '@/contracts/hooks';
import type { ListedResource } from '@/contracts/resources';
import type { HookStatistics } from '@/contracts/statistics';
import type { Trigger } from '@/contracts/triggers';
import type { PayloadVersion } from '@/domain/payload/version';
import { RawJson } from '@/domain/raw-json';

/** Each level names itself alone: a project's hook has no company here, as clients expect. */
const placeOf = ({ companyId, projectId }: { companyId: number; projectId: number | null }) => ({
  company_id: projectId === null ? String(companyId) : null,
  project_id: projectId === null ? null : String(projectId),
});

export function v2Hook(hook: Hook | CreatedHook) {
  return {
    id: String(hook.id),
    status: hook.status,
    payload_version: hook.payloadVersion,
    namespace: hook.namespace,
    destination_headers: headersOf(hook.destinationHeaders),
    public_headers: hook.publicHeaders,
    destination_url: hook.destinationUrl,
    trigger_count: hook.triggerCount,
    ...placeOf(hook),
    hook_type: 'classic',
    name: hook.name,
    delivery_mode: hook.deliveryMode,
    timeout_seconds: hook.timeoutSeconds,
    max_in_flight: hook.maxInFlight,
    max_per_second: hook.maxPerSecond,
    retry_window_seconds: hook.retryWindowSeconds,
    all_projects: hook.allProjects,
    health: hook.health,
    created_at: hook.createdAt.toISOString(),
    updated_at: hook.updatedAt.toISOString(),
    ...('signingSecret' in hook ? { signing_secret: hook.signingSecret } : {}),
  };
}

export function v2Trigger(trigger: Trigger) {
  return {
    id: String(trigger.id),
    webhook_hook_id: String(trigger.hookId),
    resource_name: trigger.resourceName,
    event_type: trigger.eventType,
    ...placeOf(trigger),
  };
}

export function v2Delivery(delivery: Delivery) {
  return {
    id: String(delivery.id),
    event_id: String(delivery.eventId),
    status: delivery.status === 'queued' ? 'enqueued' : delivery.status,
    payload: new RawJson(delivery.payload),
    created_at: delivery.createdAt.toISOString(),
    next_attempt_at: delivery.nextAttemptAt?.toISOString() ?? null,
    is_test: delivery.isTest,
    delivery_attempts: delivery.attempts.map((attempt) => ({
      id: `${delivery.id}-${attempt.n}`,
      success: attempt.outcome === 'success',
      response_status: attempt.responseStatus,
      response_body: attempt.responseBody,
      response_headers: headersOf(attempt.responseHeaders),
      response_error: attempt.error?.code ?? null,
      started_at: attempt.startedAt.toISOString(),
      completed_at: attempt.finishedAt?.toISOString() ?? null,
    })),
  };
}

export function v2Resource(resource: ListedResource, payloadVersion: PayloadVersion) {
  return {
    category: resource.category,
    tool: resource.tool,
    name: resource.name,
    payload_version: payloadVersion,
    actions: resource.events,
  };
}

export function v2Statistics(statistics: HookStatistics) {
  const { window, since, until, attempts, latency } = statistics;
  const { queued, ...deliveries } = statistics.deliveries;
  return {
    window,
    since: since.toISOString(),
    until: until.toISOString(),
    attempts,
    deliveries: { ...deliveries, enqueued: queued },
    success_rate: statistics.successRate,
    latency: latency && {
      p50_ms: latency.p50Ms,
      p95_ms: latency.p95Ms,
      p99_ms: latency.p99Ms,
    },
    buckets: statistics.buckets.map(({ start, successes, failures, p95Ms }) => ({
      start: start.toISOString(),
      successes,
      failures,
      p95_ms: p95Ms,
    })),
  };
}
