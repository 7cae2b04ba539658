import { openPostgres } from '@/server/db/driver';

/** Puts a row into each table that the sample company and a few deliveries leave empty. */
export async function fillOtherTables(url: string): Promise<void> {
  const sql = openPostgres(url, { max: 1 });
  await sql.begin(async (tx) => {
    await tx`SET LOCAL ROLE gancho_engine`;
    const [at] = await tx<{ company: string; hook: string; user: string }[]>`
      SELECT h.company_id AS company, h.id AS hook, (SELECT min(id) FROM gancho.users) AS "user"
      FROM gancho.hooks h ORDER BY h.id DESC LIMIT 1`;
    if (at === undefined) throw new Error('no hook');
    const { company, hook, user } = at;
    await tx`
      WITH c AS (
        INSERT INTO gancho.api_clients (company_id, name, client_id, scopes, project_ids)
        VALUES (${company}, 'ERP', 'erp', '{hooks:read}', '{1,2}') RETURNING id
      ), s AS (
        INSERT INTO gancho.api_client_secrets (company_id, api_client_id, secret_hash)
        SELECT ${company}, c.id, 'hash' FROM c RETURNING id
      ), k AS (
        INSERT INTO gancho.idempotent_requests (company_id, api_client_id, key, fingerprint)
        SELECT ${company}, c.id, 'key', 'print' FROM c
      )
      INSERT INTO gancho.access_tokens (token_hash, company_id, api_client_id, secret_id, scopes, expires_at)
      SELECT 'token', ${company}, c.id, s.id, '{hooks:read}', 'infinity' FROM c, s`;
    await tx`INSERT INTO gancho.sign_in_links (token_hash, user_id, expires_at) VALUES ('link', ${user}, 'infinity')`;
    await tx`INSERT INTO gancho.sessions (user_id, expires_at) VALUES (${user}, now())`;
    await tx`
      INSERT INTO gancho.resources (company_id, name, level, category, tool, event_types)
      VALUES (${company}, 'Cranes', 'project', 'Core', 'Custom', '{create}')`;
    await tx`
      INSERT INTO gancho.notifications (company_id, user_id, hook_id, kind, change_key)
      VALUES (${company}, ${user}, ${hook}, 'failing', 'one')`;
    await tx`INSERT INTO gancho.idempotency_keys VALUES (${company}, 'once', 1)`;
    await tx`INSERT INTO gancho.pending_events VALUES (1, ${company}, '{1,2}')`;
    await tx`
      INSERT INTO gancho.discards (hook_id, delivery_id, company_id)
      SELECT hook_id, id, company_id FROM gancho.deliveries ORDER BY id DESC LIMIT 1`;
    await tx`
      INSERT INTO gancho.inspector_requests (inspector_id, company_id, method, headers, body, body_bytes, verdict, answered_status)
      SELECT id, company_id, 'POST', '{}', 'body', 4, '{}', 200 FROM gancho.inspectors LIMIT 1`;
    await tx`
      WITH r AS (
        INSERT INTO gancho.redeliveries (company_id, hook_id, choice, state) VALUES (${company}, ${hook}, '{"only":"lost"}', 'paused')
        RETURNING id
      )
      INSERT INTO gancho.redelivery_hooks (redelivery_id, hook_id, company_id, matched, open_ids)
      SELECT r.id, ${hook}, ${company}, 2, '{1,2}' FROM r`;
    await tx`INSERT INTO gancho.engine_troubles (source, code) VALUES ('worker', 'no_route')`;
    await tx`SELECT gancho.sweep('embedded')`;
  });
  await sql.end();
}
