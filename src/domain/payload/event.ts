export type PayloadEvent = {
  /** History id; the `id` of v2.0 and v3.0. */
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
  /** JSON as the source wrote it, as the next two: an object. */
  metadata: string | null;
  /** A list. */
  relatedResources: string | null;
  /** An object. */
  data: string | null;
};
