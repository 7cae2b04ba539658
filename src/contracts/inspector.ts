import { z } from 'zod';
import { INSPECTOR_LIMITS, VERDICTS } from '@/domain/inspection';
import { headerPairs } from './header-pairs';
import { id } from './tenant';

const within = ({ min, max }: { min: number; max: number }) =>
  z.number().int(`must be a whole number from ${min} to ${max}.`).min(min).max(max);

const inspectorAddress = z.object({ inspectorId: z.string().regex(/^[\w-]{16,64}$/) });

/** The delivery that the request belongs to. */
const inspectedDelivery = z.object({
  id,
  resourceName: z.string(),
  resourceId: z.string(),
  eventType: z.string(),
});

const requestSummary = z.object({
  id,
  receivedAt: z.date(),
  method: z.string(),
  /** The size of the whole body, even if only a part is stored. */
  bodyBytes: z.number(),
  verdict: z.object({ code: z.enum(VERDICTS), params: z.object({ name: z.string().optional() }) }),
  /** The attempt number that the sender gives; null if it gives none. */
  attempt: z.number().nullable(),
  answeredStatus: z.number(),
  delivery: inspectedDelivery.nullable(),
});

const answer = z.object({
  status: within(INSPECTOR_LIMITS.status),
  delayMs: within(INSPECTOR_LIMITS.delayMs),
  failNext: within(INSPECTOR_LIMITS.failNext),
});

export const getInspectorInput = inspectorAddress;
export const inspector = answer.extend({
  id: z.string(),
  companyId: id,
  /** The project of the hook that delivers here; null for the company, or without a hook. */
  projectId: id.nullable(),
  hookId: id.nullable(),
  hookName: z.string().nullable(),
  canChange: z.boolean(),
  /** The latest request first. */
  requests: z.array(requestSummary),
});

export const getInspectedInput = inspectorAddress.extend({ requestId: id });
export const inspectedRequest = z.object({
  headers: headerPairs,
  body: z.string(),
});

export const updateInspectorInput = inspectorAddress.extend(answer.shape);
export const inspectorAnswer = answer;

export const clearInspectorInput = inspectorAddress;
export const clearedInspector = z.object({ cleared: z.number() });

export type ClearedInspector = z.infer<typeof clearedInspector>;
export type ClearInspectorInput = z.infer<typeof clearInspectorInput>;
export type GetInspectedInput = z.infer<typeof getInspectedInput>;
export type GetInspectorInput = z.infer<typeof getInspectorInput>;
export type InspectedRequest = z.infer<typeof inspectedRequest>;
export type Inspector = z.infer<typeof inspector>;
export type InspectorAnswer = z.infer<typeof inspectorAnswer>;
export type UpdateInspectorInput = z.infer<typeof updateInspectorInput>;
