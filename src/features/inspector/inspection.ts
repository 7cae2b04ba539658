/** What the page shows of an inspector. */
export type Inspection = {
  id: string;
  companyId: number;
  projectId: number | null;
  hookId: number | null;
  hookName: string | null;
  status: number;
  delayMs: number;
  requests: InspectedRequest[];
};

export type InspectedRequest = {
  id: number;
  receivedAt: Date;
  method: string;
  headers: Record<string, string>;
  body: string;
  isBodyTruncated: boolean;
  /** Null: there was nothing to verify with. */
  verified: boolean | null;
};

/** The page of the hook that delivers to the inspector. */
export function hookPath({ companyId, projectId, hookId }: Inspection): string {
  const project = projectId === null ? '' : `/projects/${projectId}`;
  return `/companies/${companyId}${project}/tools/webhooks/${hookId}`;
}

/** JSON on several lines; anything else as it came. */
export function readableBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
