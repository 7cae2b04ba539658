import type { PayloadEvent } from '@/domain/payload/event';

/** A line item, because the versions differ most in it. */
export const SAMPLE_EVENT: PayloadEvent = {
  id: 5982324300946918,
  ulid: '01JKEWXGVPN8Y4ZB6Q3TD7MR5C',
  timestamp: '2026-02-06T23:34:12.246562Z',
  companyId: 1001,
  projectId: 2001,
  userId: '3001',
  resourceName: 'Direct Cost Line Items',
  resourceId: '48213',
  eventType: 'update',
  metadata: null,
  relatedResources: '[{"id":1234,"name":"Direct Costs"}]',
  data: null,
};
