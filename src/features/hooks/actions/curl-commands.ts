import type { Tenant } from '@/features/tenants';

export type CurlCommand = { key: 'token' | 'hook' | 'deliveries' | 'publish'; command: string };

/**
 * The API calls for one hook, ready to paste into a shell once the two variables of an API client are set. Everything
 * is quoted for a POSIX shell.
 */
export function curlCommands({
  publicUrl,
  tenant: { companyId, projectId },
  hookId,
  event,
}: {
  publicUrl: string;
  tenant: Tenant;
  hookId: number;
  event: { resourceName: string; eventType: string } | undefined;
}): CurlCommand[] {
  const company = `${publicUrl}/rest/v2.0/companies/${companyId}`;
  const project = projectId === null ? '' : `/projects/${projectId}`;
  const hook = `${company}${project}/webhooks/hooks/${hookId}`;
  const published = {
    resource_name: event?.resourceName ?? 'RFIs',
    resource_id: '42',
    event_type: event?.eventType ?? 'create',
    ...(projectId === null ? {} : { project_id: projectId }),
  };
  const authorization = `  -H "Authorization: Bearer $TOKEN"`;
  return [
    {
      key: 'token',
      command: [
        `TOKEN=$(curl -s ${quoted(`${publicUrl}/oauth/token`)} \\`,
        `  -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials \\`,
        `  | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')`,
      ].join('\n'),
    },
    { key: 'hook', command: [`curl -s ${quoted(hook)} \\`, authorization].join('\n') },
    {
      key: 'deliveries',
      command: [`curl -s ${quoted(`${hook}/deliveries`)} \\`, authorization].join('\n'),
    },
    {
      key: 'publish',
      command: [
        `curl -s ${quoted(`${company}/events`)} \\`,
        `${authorization} \\`,
        `  -H 'Content-Type: application/json' \\`,
        `  -d ${quoted(JSON.stringify(published))}`,
      ].join('\n'),
    },
  ];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
