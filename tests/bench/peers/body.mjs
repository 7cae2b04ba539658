/** The body of one event, with the size of Gancho's. */
export function bodyOf(/** @type {number} */ n) {
  return JSON.stringify({
    id: n,
    ulid: '01JMYXMZRBVKK0PC6XS8SA4QRE',
    timestamp: '2026-02-06T23:34:12.246562Z',
    metadata: {
      source_user_id: null,
      source_company_id: null,
      source_project_id: null,
      source_application_id: null,
      source_operation_id: null,
    },
    user_id: null,
    company_id: 1001,
    project_id: 5001,
    api_version: 'v2.0',
    event_type: 'create',
    resource_name: 'RFIs',
    resource_id: n,
  });
}
