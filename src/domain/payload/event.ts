export type PayloadEvent = {
  /** The history id, which is the `id` of v2.0 and v3.0. */
  id: number;
  ulid: string;
  /** ISO 8601 in UTC with six fraction digits: `2025-02-06T23:34:12.246562Z`. */
  timestamp: string;
  companyId: number;
  projectId: number | null;
  userId: string | null;
  resourceName: string;
  resourceId: string;
  eventType: string;
  /** JSON text as the source wrote it, like the next two fields. An object. */
  metadata: string | null;
  /** A list. */
  relatedResources: string | null;
  /** An object. */
  data: string | null;
};
