import { sql } from 'drizzle-orm';
import { integer, json, jsonb, smallint, text } from 'drizzle-orm/pg-core';
import type { Verdict } from '@/domain/inspection';
import { createdAt, gancho, id, identity, time } from './base';

/**
 * An address of our own to which deliveries can be sent and inspected, while the demo is on. `status` and `delayMs`
 * define its answer, after `failNext` requests have been refused. With a `hookId`, requests are verified by that hook's
 * signing secrets.
 */
export const inspectors = gancho.table('inspectors', {
  id: text().primaryKey(),
  companyId: id('company_id').notNull(),
  hookId: id('hook_id'),
  status: smallint().notNull().default(200),
  delayMs: integer('delay_ms').notNull().default(0),
  failNext: integer('fail_next').notNull().default(0),
  createdAt: createdAt(),
});

/**
 * One request that arrived. The last 100 of each inspector are kept, with up to 16 KiB of the body, which had
 * `bodyBytes` bytes. `deliveryId` is set if the signature proves which attempt it was.
 */
export const inspectorRequests = gancho.table('inspector_requests', {
  id: identity(),
  inspectorId: text('inspector_id').notNull(),
  companyId: id('company_id').notNull(),
  receivedAt: time('received_at').notNull().default(sql`now()`),
  method: text().notNull(),
  headers: json().$type<Record<string, string>>().notNull(),
  body: text().notNull(),
  bodyBytes: integer('body_bytes').notNull(),
  verdict: jsonb().$type<Verdict>().notNull(),
  deliveryId: id('delivery_id'),
  answeredStatus: smallint('answered_status').notNull(),
});
